package got.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NegotiatorTest {
  @TempDir Path directory;
  private GitRepository git;

  /** The oldest first. */
  private final List<ObjectId> line = new ArrayList<>();

  @BeforeEach
  void makeALine() throws Exception {
    git = new GitRepository(directory, HashAlgorithm.SHA1);
    for (int i = 0; i < 20; i++) {
      line.add(git.commit("f", "" + i));
    }
  }

  @AfterEach
  void close() throws Exception {
    git.close();
  }

  private Negotiator from(ObjectId... tips) throws Exception {
    Negotiator made = new Negotiator(git.objects(), new Commits(git.objects()), 99);
    made.start(List.of(tips));
    return made;
  }

  @Test
  void skipsGrowFromOfferToOffer() throws Exception {
    Negotiator negotiator = from(line.get(19));
    assertThat(negotiator.next(100))
        .containsExactly(
            line.get(19), line.get(17), line.get(14), line.get(9), line.get(1), line.get(0));
    assertThat(negotiator.isOver()).isTrue();
    assertThat(negotiator.next(1)).isEmpty();
  }

  @Test
  void offersComeInParts() throws Exception {
    Negotiator negotiator = from(line.get(19));
    assertThat(negotiator.next(1)).containsExactly(line.get(19));
    assertThat(negotiator.isOver()).isFalse();
    assertThat(negotiator.next(2)).containsExactly(line.get(17), line.get(14));
  }

  @Test
  void whatACommonCommitDescendsFromIsNotOffered() throws Exception {
    git.git("checkout", "-q", "-b", "side", line.get(10).toString());
    ObjectId side = git.commit("g", "side");
    Negotiator negotiator = from(line.get(19), side);
    assertThat(negotiator.next(2)).containsExactly(side, line.get(19));
    negotiator.common(line.get(19));
    assertThat(negotiator.next(100)).isEmpty();
    assertThat(negotiator.isOver()).isTrue();
  }

  @Test
  void whatWasOfferedBeforeItsDescendantWasCommonEndsTheWalk() throws Exception {
    Negotiator negotiator = from(line.get(19));
    List<ObjectId> offers = negotiator.next(3);
    negotiator.common(offers.get(2));
    assertThat(negotiator.next(100)).isEmpty();
  }

  @Test
  void aNamedCommitMayBeCommonBeforeItIsOffered() throws Exception {
    Negotiator negotiator = from(line.get(19));
    negotiator.name(line.get(15));
    negotiator.common(line.get(15));
    assertThat(negotiator.next(100)).containsExactly(line.get(19), line.get(17));
  }

  @Test
  void aCommitThatWasNeitherOfferedNorNamedIsNotCommon() throws Exception {
    Negotiator negotiator = from(line.get(19));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> negotiator.common(line.get(18)));
    negotiator.next(1);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> negotiator.common(line.get(18)));
  }

  @Test
  void tipsComeNewestFirstAndOnce() throws Exception {
    git.git("checkout", "-q", "-b", "side", line.get(3).toString());
    ObjectId side = git.commit("g", "side");
    assertThat(from(line.get(19), side, line.get(19)).next(2)).containsExactly(side, line.get(19));
  }
}
