package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.pack.PackException;
import got.pack.idx.IndexWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a pack.
 *
 * @param index of an accepted pack
 * @param reason why it was refused
 */
record Verdict(byte @Nullable [] index, String reason) {
  /** Analyses a pack; anything but an answer of this layer is passed on. */
  static Verdict of(Analyser analyser, byte[] pack) throws IOException, InterruptedException {
    try {
      PackAnalysis.Result result = analyser.analyse(pack);
      EntryTable table = result.table();
      int[] rows = IndexWriter.sortedById(table);
      for (int i = 1; i < rows.length; i++) {
        if (table.compareIds(rows[i - 1], rows[i]) == 0) {
          return new Verdict(null, "object appears twice");
        }
      }
      return new Verdict(analyser.index(result), "");
    } catch (PackException e) {
      return new Verdict(null, e.reason());
    }
  }

  boolean accepted() {
    return index != null;
  }

  /**
   * Whether git comes to the same, or we are stricter for one of the reasons we want to be:
   *
   * <ul>
   *   <li>git takes version 3, which nothing writes;
   *   <li>git takes objects that are there twice, unless asked to be strict;
   *   <li>git's index-pack reads sizes of any length, its other programs only up to nine bytes.
   * </ul>
   */
  void assertExplained(byte @Nullable [] git, String which) {
    if (accepted()) {
      assertThat(index).as("index of %s", which).isEqualTo(git);
    } else if (git != null) {
      assertThat(reason)
          .as("reason to refuse %s, which git takes", which)
          .matches("pack version 3 .*|object appears twice|object size does not fit 60 bits.*");
    }
  }
}
