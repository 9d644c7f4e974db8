package got.pack.digest;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

/**
 * The JDK's SHA-1, which C2 replaces by the processor's SHA instructions, with its chaining value.
 *
 * <p>Needs {@code --add-opens java.base/sun.security.provider=got.index}, and a JDK whose {@code
 * sun.security.provider.SHA} keeps the chaining value in {@code int[] state} and compresses whole
 * blocks in {@code implCompressMultiBlock(byte[], first offset, last offset)}. {@link SelfTest}
 * finds out; nothing else may construct this class unasked.
 */
final class HardwareBlockHash implements BlockHash {

  /** Constant method handles, so that C2 compiles a call through them like any other. */
  private static final class Internals {
    /** Without a handle: the form of one is made anew in each process. */
    static final Constructor<?> CREATE;

    static final MethodHandle STATE;
    static final MethodHandle COMPRESS;

    static {
      try {
        Class<?> sha = Class.forName("sun.security.provider.SHA");
        MethodHandles.Lookup inSha = MethodHandles.privateLookupIn(sha, MethodHandles.lookup());
        MethodHandles.Lookup inBase =
            MethodHandles.privateLookupIn(sha.getSuperclass(), MethodHandles.lookup());
        CREATE = sha.getDeclaredConstructor();
        CREATE.setAccessible(true);
        STATE =
            inSha
                .findGetter(sha, "state", int[].class)
                .asType(MethodType.methodType(int[].class, Object.class));
        MethodType run = MethodType.methodType(int.class, byte[].class, int.class, int.class);
        COMPRESS =
            inBase
                .findVirtual(sha.getSuperclass(), "implCompressMultiBlock", run)
                .asType(run.insertParameterTypes(0, Object.class));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  private final Object sha;
  private final int[] state;

  /**
   * @throws LinkageError if the JDK's internals are closed or not as described
   */
  HardwareBlockHash() {
    try {
      sha = Internals.CREATE.newInstance();
      state = (int[]) Internals.STATE.invokeExact(sha);
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (state.length != 5) {
      throw new LinkageError("SHA-1 state of " + state.length + " words");
    }
    start();
  }

  @Override
  public void start() {
    Sha1Steps.initial(state);
  }

  @Override
  public void compress(byte[] data, int off, int blocks) {
    if (blocks == 0) {
      return;
    }
    try {
      int last = off + (blocks - 1) * BLOCK_BYTES;
      int _ = (int) Internals.COMPRESS.invokeExact(sha, data, off, last);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int[] chainingValue() {
    return state;
  }

  /** None of the handles declares a checked exception. */
  private static IllegalStateException unexpected(Throwable e) {
    switch (e) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException(e);
    }
  }
}
