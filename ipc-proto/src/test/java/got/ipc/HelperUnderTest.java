package got.ipc;

import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program that {@link HelperTest} starts: a got-index-pack that does what it is told to. */
final class HelperUnderTest {
  /** What to do with the request. */
  enum Task {
    WORK {
      @Override
      Message run(Helper got, Received request) throws InterruptedException {
        writeTo(request.descriptors().get(1));
        return LAST;
      }
    },
    COUNT_TIPS {
      @Override
      Message run(Helper got, Received request) throws InterruptedException {
        int count = 0;
        while (got.next().message() instanceof Message.Tips tips) {
          count += tips.ids().size();
          got.send(new Message.Indexing(count, 0, 0, 0, 0));
        }
        return LAST;
      }
    },
    FAIL {
      @Override
      Message run(Helper got, Received request) throws HelperFailure {
        throw new HelperFailure(ErrorReport.of(ErrorKind.PACK, 42, "no pack"));
      }
    },
    STUMBLE {
      @Override
      Message run(Helper got, Received request) {
        throw new IllegalStateException("a bug");
      }
    },
    EXHAUST_MEMORY {
      @Override
      Message run(Helper got, Received request) {
        long total = 0;
        for (List<long[]> all = new ArrayList<>(); total >= 0; total += all.size()) {
          all.add(new long[1 << 16]);
        }
        throw new IllegalStateException("more memory than it was given: " + total);
      }
    },
    END_TWICE {
      @Override
      Message run(Helper got, Received request) {
        got.send(LAST);
        return LAST;
      }
    },
    SLEEP {
      @Override
      Message run(Helper got, Received request) {
        return forever();
      }
    },
    READ_FOR_EVER {
      @Override
      Message run(Helper got, Received request) {
        got.send(STARTED);
        try {
          int _ = request.descriptors().getFirst().input().read();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        return LAST;
      }
    },
    HOARD {
      @Override
      Message run(Helper got, Received request) {
        List<byte[]> all = new ArrayList<>();
        all.add(new byte[1 << 16]);
        for (int size = 1 << 22; size > 0; size /= 2) {
          try {
            while (true) {
              all.add(new byte[size]);
            }
          } catch (OutOfMemoryError e) {
            // The next size is smaller.
          }
        }
        all.removeFirst(); // enough for one small message
        got.send(STARTED);
        return all.isEmpty() ? LAST : forever();
      }
    };

    abstract Message run(Helper got, Received request) throws HelperFailure, InterruptedException;
  }

  static final Message STARTED = new Message.Indexing(0, 0, 0, 0, 0);

  static final Message LAST =
      new Message.Listed(ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0), 0, 7, 0, 0);

  private static final Policy POLICY =
      new Policy(Filter.only(), new ResourceLimits(1 << 20, 64, 60), "stdio");

  private static final String[] UNCONFINED = {Helper.UNCONFINED};

  private HelperUnderTest() {}

  private static void writeTo(ReceivedFd pack) {
    try {
      pack.output().write("written".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Message forever() {
    while (true) {
      try {
        TimeUnit.DAYS.sleep(1);
      } catch (InterruptedException e) {
        // Not even that wakes it.
      }
    }
  }

  public static void main(String[] args) {
    Task task = Task.valueOf(args[0]);
    Helper.run(
        MessageRules.fromIndexPack(), MessageRules.toIndexPack(), POLICY, UNCONFINED, task::run);
  }
}
