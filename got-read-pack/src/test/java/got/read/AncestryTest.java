package got.read;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.read.ReadTalk.Way;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AncestryTest {
  private static final int COMMITS = 40;

  @TempDir Path directory;
  private GitRepository git;

  @BeforeEach
  void make() throws Exception {
    git = new GitRepository(directory, HashAlgorithm.SHA1);
  }

  @AfterEach
  void close() throws Exception {
    git.close();
  }

  private Way way(ObjectId from, ObjectId to) throws Exception {
    return new Ancestry(git.objects(), new Commits(git.objects()), 99, new Ancestry.Patience())
        .way(from, to);
  }

  @Test
  void aDescendantIsForwardAndAnAncestorForced() throws Exception {
    ObjectId first = git.commit("f", "1");
    ObjectId second = git.commit("f", "2");
    ObjectId third = git.commit("f", "3");
    assertThat(way(first, third)).isEqualTo(Way.FORWARD);
    assertThat(way(third, first)).isEqualTo(Way.FORCED);
    assertThat(way(second, second)).isEqualTo(Way.FORWARD);
  }

  @Test
  void whatIsNoCommitIsNeither() throws Exception {
    ObjectId commit = git.commit("f", "1");
    git.git("tag", "-a", "-m", "m", "t");
    assertThat(way(commit, git.id("t"))).isEqualTo(Way.OTHER);
    assertThat(way(git.id("HEAD:f"), commit)).isEqualTo(Way.OTHER);
    ObjectId missing = ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0);
    assertThat(way(missing, commit)).isEqualTo(Way.OTHER);
  }

  /** A server may move many branches, each to where all of history has to be read. */
  @Test
  void patienceIsForAllQuestionsTogether() throws Exception {
    ObjectId first = git.commit("f", "0");
    ObjectId tip = first;
    for (int i = 1; i <= 10; i++) {
      tip = git.commit("f", "" + i);
    }
    Ancestry.Patience patience = new Ancestry.Patience(15);
    Objects objects = git.objects();
    List<Way> ways = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ways.add(new Ancestry(objects, new Commits(objects), 99, patience).way(first, tip));
    }
    assertThat(ways).containsExactly(Way.FORWARD, Way.OTHER, Way.OTHER);
  }

  /** A history with merges and several roots, and dates that say nothing: every pair. */
  @Test
  void datesDoNotMatter() throws Exception {
    Random random = new Random(7);
    String tree = git.git("write-tree");
    List<ObjectId> commits = new ArrayList<>();
    List<Set<ObjectId>> ancestors = new ArrayList<>();
    for (int i = 0; i < COMMITS; i++) {
      List<String> words = new ArrayList<>(List.of("commit-tree", tree, "-m", "" + i));
      Set<ObjectId> all = new HashSet<>();
      Set<Integer> parents = new LinkedHashSet<>();
      for (int left = random.nextInt(3); left > 0 && i > 0; left--) {
        parents.add(random.nextInt(i));
      }
      for (int parent : parents) {
        words.add("-p");
        words.add(commits.get(parent).toString());
        all.addAll(ancestors.get(parent));
      }
      git.turnClockTo(1_700_000_000 + random.nextInt(1000));
      byte[] id = git.git(words.toArray(String[]::new)).getBytes(StandardCharsets.US_ASCII);
      commits.add(ObjectId.parse(HashAlgorithm.SHA1, id));
      all.add(commits.get(i));
      ancestors.add(all);
    }
    Objects objects = git.objects();
    for (ObjectId from : commits) {
      for (int to = 0; to < COMMITS; to++) {
        Ancestry ancestry =
            new Ancestry(objects, new Commits(objects), 99, new Ancestry.Patience());
        assertThat(ancestry.way(from, commits.get(to)))
            .as("%s to %d", from, to)
            .isEqualTo(ancestors.get(to).contains(from) ? Way.FORWARD : Way.FORCED);
      }
    }
  }
}
