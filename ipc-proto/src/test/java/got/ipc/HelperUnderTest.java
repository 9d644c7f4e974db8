package got.ipc;

import got.ipc.confine.Extent;
import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;
import got.ipc.index.IndexTalk;
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
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request)
          throws InterruptedException {
        writeTo(request.descriptors().get(1));
        return LAST;
      }
    },
    COUNT_TIPS {
      @Override
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request)
          throws InterruptedException {
        int count = 0;
        while (got.next().message() instanceof IndexTalk.Tips tips) {
          count += tips.ids().size();
          got.send(new IndexTalk.Indexing(count, 0, 0, 0, 0));
        }
        return LAST;
      }
    },
    FAIL {
      @Override
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request)
          throws HelperFailure {
        throw new HelperFailure(ErrorReport.of(ErrorKind.PACK, 42, "no pack"));
      }
    },
    STUMBLE {
      @Override
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request) {
        throw new IllegalStateException("a bug");
      }
    },
    EXHAUST_MEMORY {
      @Override
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request) {
        long total = 0;
        for (List<long[]> all = new ArrayList<>(); total >= 0; total += all.size()) {
          all.add(new long[1 << 16]);
        }
        throw new IllegalStateException("more memory than it was given: " + total);
      }
    },
    END_TWICE {
      @Override
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request) {
        got.send(LAST);
        return LAST;
      }
    },
    SLEEP {
      @Override
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request) {
        return forever();
      }
    },
    READ_FOR_EVER {
      @Override
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request) {
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
      IndexTalk.Reply run(
          Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request) {
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

    abstract IndexTalk.Reply run(
        Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request)
        throws HelperFailure, InterruptedException;
  }

  static final IndexTalk.Reply STARTED = new IndexTalk.Indexing(0, 0, 0, 0, 0);

  static final IndexTalk.Reply LAST =
      new IndexTalk.Listed(ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0), 0, 7, 0, 0);

  private static final Policy POLICY =
      new Policy(Filter.only(), new ResourceLimits(1 << 20, 64, 60), "stdio");

  private static final String[] UNCONFINED = {Extent.NONE.option()};

  private HelperUnderTest() {}

  private static void writeTo(ReceivedFd pack) {
    try {
      pack.output().write("written".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static IndexTalk.Reply forever() {
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
    Helper.run(IndexTalk.PROTOCOL, POLICY, UNCONFINED, task::run);
  }
}
