package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.HelperUnderTest.Task;
import got.ipc.fetch.FetchTalk;
import got.ipc.index.IndexTalk;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Helper#run} in a process of its own, with an empty environment. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HelperTest {
  private static final IndexTalk.Request INDEX =
      new IndexTalk.Index(HashAlgorithm.SHA1, PackLimits.DEFAULT);

  @TempDir private Path directory;

  @Test
  void workThatIsDoneEndsWithItsMessageAndStatus0() throws Exception {
    try (Child<?> child = start(Task.WORK)) {
      assertThat(child.next()).isEqualTo(answer(HelperUnderTest.LAST));
      assertThat(child.status()).isEqualTo(Helper.EXIT_DONE);
      assertThatThrownBy(child::next).hasMessage("channel closed");
      assertThat(child.output()).isEmpty();
      assertThat(directory.resolve("pack")).hasContent("written");
    }
  }

  @Test
  void furtherRequestsArriveInOrder() throws Exception {
    try (Child<IndexTalk.Request> child = start(Task.COUNT_TIPS)) {
      for (int i = 1; i <= 20; i++) {
        child.channel.send(tips(1000));
        assertThat(child.next()).isEqualTo(answer(new IndexTalk.Indexing(1000L * i, 0, 0, 0, 0)));
      }
      child.channel.send(new IndexTalk.TipsEnd());
      assertThat(child.next()).isEqualTo(answer(HelperUnderTest.LAST));
      assertThat(child.status()).isEqualTo(Helper.EXIT_DONE);
    }
  }

  @Test
  void aFailureIsReportedWithStatus1() throws Exception {
    try (Child<?> child = start(Task.FAIL)) {
      assertThat(child.next())
          .isEqualTo(new FromHelper.Failed<>(ErrorReport.of(ErrorKind.PACK, 42, "no pack")));
      assertThat(child.status()).isEqualTo(Helper.EXIT_FAILED);
      assertThat(child.output()).isEmpty();
    }
  }

  @Test
  void aBugIsReportedAndExplainedOnStandardError() throws Exception {
    try (Child<?> child = start(Task.STUMBLE)) {
      assertThat(child.next()).isEqualTo(internal("unexpected IllegalStateException"));
      assertThat(child.status()).isEqualTo(Helper.EXIT_FAILED);
      assertThat(child.output())
          .startsWith("java.lang.IllegalStateException: a bug\n  at got.ipc.HelperUnderTest");
    }
  }

  @Test
  void tooLittleMemoryIsReported() throws Exception {
    try (Child<?> child = start(Task.EXHAUST_MEMORY)) {
      assertThat(child.next()).isEqualTo(internal("out of memory"));
      assertThat(child.status()).isEqualTo(Helper.EXIT_FAILED);
    }
  }

  @Test
  void aSecondLastMessageIsNotSent() throws Exception {
    try (Child<?> child = start(Task.END_TWICE)) {
      assertThat(child.next()).isEqualTo(answer(HelperUnderTest.LAST));
      assertThat(child.status()).isEqualTo(Helper.EXIT_BROKEN);
      assertThatThrownBy(child::next).hasMessage("channel closed");
    }
  }

  @Test
  void aHelperWithoutRequestEndsWithGot() throws Exception {
    try (Child<?> child = Child.start(Task.WORK, directory)) {
      assertThat(child.next()).isEqualTo(new FromHelper.Ready<>(Set.of()));
      endsWithGot(child);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SLEEP", "READ_FOR_EVER", "COUNT_TIPS"})
  void aHelperEndsWithGotWhateverItIsDoing(Task task) throws Exception {
    try (Child<?> child = start(task)) {
      if (task == Task.READ_FOR_EVER) {
        assertThat(child.next()).isEqualTo(answer(HelperUnderTest.STARTED));
      }
      endsWithGot(child);
    }
  }

  @Test
  void aHelperEndsWithGotThoughRequestsWait() throws Exception {
    try (Child<IndexTalk.Request> child = start(Task.SLEEP)) {
      for (int i = 0; i < 8; i++) {
        child.channel.send(tips(10));
      }
      endsWithGot(child);
    }
  }

  @Test
  void aHelperWithoutMemoryForARequestEnds() throws Exception {
    try (Child<IndexTalk.Request> child = start(Task.HOARD)) {
      assertThat(child.next()).isEqualTo(answer(HelperUnderTest.STARTED));
      child.channel.send(tips(3000));
      assertThat(child.status()).isEqualTo(Helper.EXIT_BROKEN);
    }
  }

  private static void endsWithGot(Child<?> child) throws Exception {
    Thread.sleep(200);
    assertThat(child.isAlive()).isTrue();
    long start = System.nanoTime();
    child.channel.close();
    assertThat(child.status()).isEqualTo(Helper.EXIT_NO_PARENT);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1000);
  }

  @ParameterizedTest
  @EnumSource(names = {"SLEEP", "COUNT_TIPS"})
  void aRequestAgainstTheRulesEndsTheHelper(Task task) throws Exception {
    try (Child<FetchTalk.Request> child =
        Child.start(task, directory, FetchTalk.PROTOCOL.requests())) {
      assertThat(child.next()).isEqualTo(new FromHelper.Ready<>(Set.of()));
      child.channel.send(Messages.some(FetchTalk.ListRefs.class), FileDescriptor.err);
      assertThat(child.status()).isEqualTo(Helper.EXIT_NO_PARENT);
      assertThat(child.output())
          .startsWith("got.ipc.ChannelException: unknown message 10\n  at got.ipc.Channel");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "HUP"})
  void aHelperOutlivesASignalFromTheTerminal(String signal) throws Exception {
    try (Child<IndexTalk.Request> child = start(Task.COUNT_TIPS)) {
      child.signal(signal);
      Thread.sleep(500);
      child.channel.send(tips(7));
      assertThat(child.next()).isEqualTo(answer(new IndexTalk.Indexing(7, 0, 0, 0, 0)));
      endsWithGot(child);
    }
  }

  /** A helper that has its request: nothing ever comes out of its pipe. */
  private Child<IndexTalk.Request> start(Task task) throws IOException {
    Child<IndexTalk.Request> child = Child.start(task, directory);
    assertThat(child.next()).isEqualTo(new FromHelper.Ready<>(Set.of()));
    Path pack = directory.resolve("pack");
    try (FileOutputStream out = new FileOutputStream(pack.toFile())) {
      child.channel.send(INDEX, child.silence(), out.getFD(), out.getFD());
    }
    return child;
  }

  private static IndexTalk.Tips tips(int count) {
    Random random = new Random(count);
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(Messages.id(random, HashAlgorithm.SHA1));
    }
    return new IndexTalk.Tips(ids, false);
  }

  private static FromHelper<IndexTalk.Reply> answer(IndexTalk.Reply reply) {
    return new FromHelper.Answer<>(reply);
  }

  private static FromHelper<IndexTalk.Reply> internal(String text) {
    return new FromHelper.Failed<>(ErrorReport.of(ErrorKind.INTERNAL, -1, text));
  }
}
