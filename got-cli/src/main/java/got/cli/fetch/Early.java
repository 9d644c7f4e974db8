package got.cli.fetch;

import got.cli.local.LocalRefs;
import got.cli.local.RefValue;
import got.ipc.ObjectId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the server is told before got-read-pack has answered: it can make its pack while two virtual
 * machines start.
 *
 * <p>It hears of all branches, not of those that move alone. A server is content once all that is
 * wanted leads to something that we have, and would send again what a branch that stays where it is
 * has brought here.
 *
 * @param wants what no reference of ours has; it may be here nevertheless, and comes again then
 * @param haves what our branches have, each once; empty if there is none, or more than {@link
 *     #MOST}
 */
record Early(FetchPlan wants, List<ObjectId> haves) {
  /** More than that are chosen by age, of which got knows nothing. git offers 16 at first. */
  static final int MOST = 64;

  static Early of(FetchPlan plan, LocalRefs refs) {
    Set<ObjectId> haves = new LinkedHashSet<>();
    refs.values()
        .forEach(
            (name, value) -> {
              if (haves.size() <= MOST
                  && !name.startsWith(ServerRefs.TAGS)
                  && value instanceof RefValue.Direct(ObjectId id)) {
                haves.add(id);
              }
            });
    return new Early(
        plan.without(refs.ids()), haves.size() <= MOST ? List.copyOf(haves) : List.of());
  }

  /** False if everything has to wait for got-read-pack. */
  boolean isPossible() {
    return !haves.isEmpty() && wants.needsObjects();
  }
}
