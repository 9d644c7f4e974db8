package got.index.object;

/** What a check does about a fault. */
enum Faults {
  /** Refuse the object. */
  REFUSED,

  /** Count the object: its id is on the skip list. */
  COUNTED;

  /**
   * @return the bit of the fault
   * @throws ObjectFormatException if the object is refused for it
   */
  int found(Finding fault) throws ObjectFormatException {
    return switch (this) {
      case REFUSED -> throw ObjectFormatException.fault(fault);
      case COUNTED -> fault.bit();
    };
  }
}
