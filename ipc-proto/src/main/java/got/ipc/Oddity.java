package got.ipc;

/**
 * Something odd about objects that is no reason to refuse them.
 *
 * @param name lower case, as {@code zero-padded file mode}; cleaned here
 * @param objects that have it
 */
public record Oddity(String name, long objects) {
  public Oddity {
    name = Text.clean(name, Limits.ODDITY_NAME);
  }
}
