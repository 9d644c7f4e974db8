package got.index.object;

import got.ipc.Oddity;
import java.util.ArrayList;
import java.util.List;

/** How many objects have each {@link Finding}. For one thread; add up at the end. */
public final class Findings {
  private static final Finding[] KINDS = Finding.values();

  private final long[] counts = new long[KINDS.length];

  /** None yet. */
  public Findings() {}

  /** Objects that have it. */
  public long count(Finding finding) {
    return counts[finding.index()];
  }

  /** True if no object has any. */
  public boolean isEmpty() {
    for (long count : counts) {
      if (count != 0) {
        return false;
      }
    }
    return true;
  }

  /** The kinds that some object has, as got is told of them. */
  public List<Oddity> oddities() {
    List<Oddity> oddities = new ArrayList<>();
    for (Finding kind : KINDS) {
      if (count(kind) > 0) {
        oddities.add(new Oddity(kind.phrase(), count(kind)));
      }
    }
    return oddities;
  }

  /** Adds the counts of another thread. */
  public void add(Findings other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Counts one object that has all findings whose {@link Finding#bit} is set. */
  void countObject(int bits) {
    for (int rest = bits; rest != 0; rest &= rest - 1) {
      counts[Integer.numberOfTrailingZeros(rest)]++;
    }
  }
}
