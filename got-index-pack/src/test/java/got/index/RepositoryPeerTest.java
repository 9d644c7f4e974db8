package got.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import got.index.pack.Repository.Content;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.base.BaseTalk;
import got.pack.ObjectType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RepositoryPeerTest {
  /** As many as may be asked for before the first of them was taken. */
  private static final int AHEAD = 16;

  private static final int MANY = 100;

  private final List<BaseTalk.Base> unanswered = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private FakeRepository fake;
  private RepositoryPeer peer;

  private static ObjectId id(int i) {
    byte[] bytes = new byte[HashAlgorithm.SHA1.idBytes()];
    bytes[0] = (byte) i;
    return ObjectId.copyOf(HashAlgorithm.SHA1, bytes, 0);
  }

  private static byte[] content(int i) {
    return ("content " + i).getBytes(StandardCharsets.US_ASCII);
  }

  /** Answers nothing before so many questions are there, and then all of them. */
  private void start(int patience) throws Exception {
    fake =
        new FakeRepository() {
          @Override
          void answer(BaseTalk.Request request) throws Exception {
            if (!(request instanceof BaseTalk.Base base)) {
              super.answer(request);
              return;
            }
            unanswered.add(base);
            if (asked.incrementAndGet() >= patience) {
              for (BaseTalk.Base waiting : unanswered) {
                super.answer(waiting);
              }
              unanswered.clear();
            }
          }
        };
    for (int i = 0; i < MANY; i++) {
      fake.objects.put(id(i), new Content(ObjectType.BLOB, content(i)));
    }
    peer = fake.start();
  }

  @BeforeEach
  void startPatient() throws Exception {
    start(AHEAD);
  }

  @AfterEach
  void close() throws Exception {
    peer.close();
    fake.close();
  }

  /** It would wait for ever otherwise. */
  @Test
  void whatIsAnnouncedIsAskedForAhead() throws Exception {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ids.add(id(i));
    }
    peer.announce(ids);
    for (int i = 0; i < MANY; i++) {
      Content content = peer.read(id(i));
      assertThat(content).isNotNull();
      assertThat(content.bytes()).isEqualTo(content(i));
      assertThat(asked.get()).isLessThanOrEqualTo(i + AHEAD);
    }
    assertThat(peer.present(List.of(id(1)))).containsExactly(id(1));
  }

  @Test
  void nothingElseIsAskedMeanwhile() throws Exception {
    close();
    start(1);
    assertThat(peer.read(id(7))).isNotNull();
    peer.announce(List.of(id(1), id(2)));
    assertThatIllegalStateException().isThrownBy(() -> peer.read(id(2)));
    assertThatIllegalStateException().isThrownBy(() -> peer.present(List.of(id(3))));
    assertThatIllegalStateException().isThrownBy(() -> peer.announce(List.of(id(3))));
    assertThat(peer.read(id(1))).isNotNull();
    assertThat(peer.read(id(2))).isNotNull();
    assertThat(peer.read(id(3))).isNotNull();
  }
}
