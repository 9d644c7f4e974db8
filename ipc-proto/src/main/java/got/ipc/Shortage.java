package got.ipc;

/**
 * What the virtual machine lacked when it threw an {@link OutOfMemoryError}: it throws one too when
 * the system gives it no thread, and then more memory does not help.
 */
public enum Shortage {
  MEMORY("out of memory"),
  THREADS("cannot start a thread");

  private final String words;

  Shortage(String words) {
    this.words = words;
  }

  public static Shortage of(OutOfMemoryError e) {
    return String.valueOf(e.getMessage()).contains("native thread") ? THREADS : MEMORY;
  }

  /** The shortage, as a message says it. */
  @Override
  public String toString() {
    return words;
  }
}
