package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clones at once, three virtual machines each, far more than there are processors: every one takes
 * longer, and none fails. {@code -Dgot.clones=30 -Dgot.clones.rounds=5} for the long form.
 */
@Tag("alone")
class ManyClonesTest extends SmallRepositoryFixture {
  private static final int CLONES = Integer.getInteger("got.clones", 8);
  private static final int ROUNDS = Integer.getInteger("got.clones.rounds", 1);

  @Test
  void noneFails() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<GotProcess> running = new ArrayList<>();
      try {
        for (int i = 0; i < CLONES; i++) {
          running.add(
              GotProcess.start(work, "clone", "-q", daemon.url("small.git"), name(round, i)));
        }
        for (GotProcess got : running) {
          assertThat(got.await()).as("round %d", round).isEqualTo(new Result(0, "", ""));
        }
      } finally {
        running.forEach(GotProcess::close);
      }
      Path last = work.resolve(name(round, CLONES - 1));
      new ClonedRepository(last).check(source);
    }
  }

  private static String name(int round, int clone) {
    return "round" + round + "-" + clone + ".git";
  }
}
