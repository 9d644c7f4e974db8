package got.cli.refs;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.Limits;
import got.ipc.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The server's references whose names git refuses: they are counted, and the first few named. */
public final class LeftOut {
  private static final int NAMED = 3;

  private final Predicate<String> asked;
  private final List<String> named = new ArrayList<>(NAMED);
  private final List<String> missed = new ArrayList<>(1);
  private int received;
  private int count;

  /**
   * @param asked true for a name that must not be left out, one byte per char
   */
  public LeftOut(Predicate<String> asked) {
    this.asked = asked;
  }

  /**
   * @param name one byte per char
   * @throws Failure if a helper sends more than the limit that it has to keep to
   */
  public void add(String name) throws Failure {
    if (++received > Limits.REFS) {
      throw Phrase.HELPER_BROKE_THE_RULES.failure("helper", "more references than allowed");
    }
    if (missed.isEmpty() && asked.test(name)) {
      missed.add(name);
    }
    // The target of HEAD comes first, and once more as a branch.
    if (!named.contains(name)) {
      count++;
      if (named.size() < NAMED) {
        named.add(name);
      }
    }
  }

  /** How many were added, repeated ones too. */
  public int received() {
    return received;
  }

  /**
   * @return a line for the user, if there is something to say
   * @throws Failure if one was asked for
   */
  public List<String> warnings() throws Failure {
    if (!missed.isEmpty()) {
      throw Phrase.NAME_REFUSED_BY_GIT.failure(shown(missed.getFirst()));
    }
    if (count == 0) {
      return List.of();
    }
    String what = count == 1 ? "1 reference" : count + " references";
    String more = count > NAMED ? " and " + (count - NAMED) + " more" : "";
    String names = String.join(", ", named.stream().map(LeftOut::shown).toList());
    return List.of("left out " + what + " with a name that git refuses: " + names + more);
  }

  private static String shown(String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return Text.clean(new String(bytes, StandardCharsets.UTF_8), Limits.QUOTED_NAME);
  }
}
