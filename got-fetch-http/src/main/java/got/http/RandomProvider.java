package got.http;

import got.ipc.confine.ConfinementException;
import got.ipc.confine.KernelRandom;
import java.nio.ByteBuffer;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandomSpi;

/**
 * Random numbers from the kernel, by getrandom(2). Those of the virtual machine come from files,
 * and without files from how threads happen to run: seconds later, and easier to guess.
 */
final class RandomProvider extends Provider {
  private static final String TYPE = "SecureRandom";
  private static final String NAME = "getrandom";

  RandomProvider() {
    super("got", "1", "random numbers of the kernel");
    putService(
        new Provider.Service(this, TYPE, NAME, Numbers.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Numbers();
          }
        });
  }

  private static final class Numbers extends SecureRandomSpi {
    @Override
    protected void engineSetSeed(byte[] seed) {
      // The kernel needs none.
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      try {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        for (long number : KernelRandom.longs((bytes.length + Long.BYTES - 1) / Long.BYTES)) {
          byte[] some = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
          out.put(some, 0, Math.min(some.length, out.remaining()));
        }
      } catch (ConfinementException e) {
        throw new ProviderException(e.reason(), e);
      }
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      byte[] seed = new byte[count];
      engineNextBytes(seed);
      return seed;
    }
  }
}
