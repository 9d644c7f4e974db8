package got.ipc.confine;

/** A processor whose table of system calls is known. */
enum Architecture {
  X86_64(0xc000003e),
  AARCH64(0xc00000b7);

  private final int audit;

  Architecture(int audit) {
    this.audit = audit;
  }

  /** What the kernel calls it to a filter. Source: linux/audit.h. */
  int audit() {
    return audit;
  }

  /**
   * @param name as the system property os.arch has it
   * @throws ConfinementException if its table is not known
   */
  static Architecture named(String name) throws ConfinementException {
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default -> throw new ConfinementException("seccomp: no table for processor " + name);
    };
  }
}
