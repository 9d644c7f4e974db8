package got.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.Channel;
import got.ipc.HashAlgorithm;
import got.ipc.HelperFailure;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.PeerEnds;
import got.ipc.base.BaseTalk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PeerServiceTest {
  private static final ObjectId NONE = ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0);

  @TempDir Path directory;
  private GitRepository git;
  private PeerEnds ends;
  private Channel<BaseTalk.Request, BaseTalk.Reply> asking;
  private FutureTask<Void> service;
  private ObjectId commit;

  @BeforeEach
  void serve() throws Exception {
    git = new GitRepository(directory, HashAlgorithm.SHA1);
    git.commit("f", "x".repeat(100_000));
    commit = git.commit("d/g", "little");
    git.git("gc", "-q");
    Objects objects = git.objects();
    Completeness completeness = new Completeness(objects, new Commits(objects), 5);
    completeness.trust(List.of(commit));
    ends = PeerEnds.open();
    asking = ends.asking();
    Channel<BaseTalk.Reply, BaseTalk.Request> answering = ends.answering();
    Callable<Void> serving =
        () -> {
          new PeerService(answering, objects, completeness, new ReentrantLock()).serve();
          return null;
        };
    service = new FutureTask<>(serving);
    Thread.ofPlatform().daemon().start(service);
  }

  @AfterEach
  void close() throws Exception {
    ends.close();
    git.close();
  }

  @Test
  void anObjectComesInParts() throws Exception {
    asking.send(new BaseTalk.Base(git.id("HEAD:f")));
    assertThat(asking.receive().message())
        .isEqualTo(new BaseTalk.BaseHead(PackEntry.Type.BLOB, 100_000));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (asking.receive().message() instanceof BaseTalk.BaseBytes(var part)) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      content.writeBytes(bytes);
    }
    assertThat(content.toString(StandardCharsets.US_ASCII)).isEqualTo("x".repeat(100_000));
    asking.send(new BaseTalk.Base(NONE));
    assertThat(asking.receive().message()).isEqualTo(new BaseTalk.NoBase());
    asking.close();
    service.get();
  }

  @Test
  void missingLinksAreNamed() throws Exception {
    ObjectId tree = git.id("HEAD:d");
    asking.send(new BaseTalk.Links(List.of(tree, NONE), PackEntry.Type.TREE));
    asking.send(new BaseTalk.Links(List.of(tree), PackEntry.Type.BLOB));
    asking.send(new BaseTalk.LinksEnd());
    assertThat(asking.receive().message()).isEqualTo(new BaseTalk.Missing(List.of(NONE, tree)));
    assertThat(asking.receive().message()).isEqualTo(new BaseTalk.LinksDone());
    asking.send(new BaseTalk.Links(List.of(commit), PackEntry.Type.COMMIT));
    asking.send(new BaseTalk.LinksEnd());
    assertThat(asking.receive().message()).isEqualTo(new BaseTalk.LinksDone());
  }

  @Test
  void presentObjectsAreNamed() throws Exception {
    asking.send(new BaseTalk.Objects(List.of(commit, NONE)));
    asking.send(new BaseTalk.ObjectsEnd());
    assertThat(asking.receive().message()).isEqualTo(new BaseTalk.Present(List.of(commit)));
    assertThat(asking.receive().message()).isEqualTo(new BaseTalk.ObjectsDone());
  }

  @Test
  void anEndlessQuestionIsRefused() throws Exception {
    List<ObjectId> ids = Collections.nCopies(Limits.IDS, NONE);
    for (int i = 0; i <= Limits.QUESTION_IDS / Limits.IDS; i++) {
      asking.send(new BaseTalk.Objects(ids));
    }
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> service.get())
        .withCauseInstanceOf(HelperFailure.class)
        .withMessageContaining("in one question");
  }

  @Test
  void anIdOfAnotherAlgorithmIsRefused() throws Exception {
    asking.send(new BaseTalk.Base(ObjectId.copyOf(HashAlgorithm.SHA256, new byte[32], 0)));
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> service.get())
        .withMessageContaining("another hash algorithm");
  }

  @Test
  void whatIsNoQuestionIsRefused() throws Exception {
    ends.askingFd().output().write("nonsense".getBytes(StandardCharsets.US_ASCII));
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> service.get())
        .withMessageContaining("broke the rules");
  }
}
