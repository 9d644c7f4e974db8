package got.ipc.confine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which system calls a process is answered.
 *
 * <p>clone3(2) is answered ENOSYS by each of them, because a filter cannot look into its arguments:
 * the C library falls back to clone(2).
 */
public final class Filter {
  private final Set<Call> allowed;
  private final List<Judged> judged;
  private final Set<Call> refused;
  private final Set<Call> killed;
  private final Answers answers;

  /**
   * @param refusal to what is refused
   * @param foreign to any call by the numbers of another architecture
   * @param newest numbers above are answered ENOSYS; -1 is none
   * @param otherwise to a call that is in no set
   */
  private record Answers(int refusal, int foreign, int newest, int otherwise) {}

  private Filter(
      Set<Call> allowed,
      List<Judged> judged,
      Set<Call> refused,
      Set<Call> killed,
      Answers answers) {
    this.allowed = Set.copyOf(allowed);
    this.judged = List.copyOf(judged);
    this.refused = Set.copyOf(refused);
    this.killed = Set.copyOf(killed);
    this.answers = answers;
  }

  /** What a virtual machine needs, and {@code more}; anything else is answered ENOSYS. */
  public static Filter only(Call... more) {
    Set<Call> allowed = EnumSet.copyOf(JavaCalls.RUNNING);
    allowed.addAll(Set.of(more));
    Set<Call> refused = EnumSet.copyOf(JavaCalls.REFUSED);
    refused.removeAll(allowed);
    return new Filter(
        allowed,
        JavaCalls.JUDGED,
        refused,
        JavaCalls.KILLED,
        new Answers(Answer.EPERM, Answer.KILL, -1, Answer.ENOSYS));
  }

  /** As {@link #only}, for who holds a TCP connection: see {@link QuickAck}. */
  public static Filter onlyWithQuickAck() {
    Filter only = only();
    List<Judged> judged = new ArrayList<>(only.judged);
    judged.add(JavaCalls.QUICK_ACK);
    Set<Call> refused = EnumSet.copyOf(only.refused);
    refused.remove(JavaCalls.QUICK_ACK.call());
    return new Filter(only.allowed, judged, refused, only.killed, only.answers);
  }

  /** Anything but processes, {@code refused}, and what never has a good reason. */
  public static Filter allBut(Call... refused) {
    return allBut(Set.of(refused), JavaCalls.THREADS);
  }

  static Filter allBut(Set<Call> refused, Judged... judged) {
    return new Filter(
        Set.of(),
        List.of(judged),
        refused,
        JavaCalls.KILLED,
        new Answers(Answer.EPERM, Answer.KILL, -1, Answer.ALLOW));
  }

  /**
   * What a helper starts behind. Its errors are EACCES, so that {@link Proof} tells them from the
   * EPERM of the helper's own filter; and nothing is killed, because nobody has taken over what has
   * read nothing yet.
   */
  static Filter launch() {
    return new Filter(
        Set.of(),
        LaunchCalls.JUDGED,
        LaunchCalls.REFUSED,
        Set.of(),
        new Answers(Answer.EACCES, Answer.EACCES, LaunchCalls.NEWEST, Answer.ALLOW));
  }

  /** Allowed, whatever the arguments are. */
  Set<Call> allowed() {
    return allowed;
  }

  /** Allowed or answered {@link #refusal}, as the arguments are. */
  List<Judged> judged() {
    return judged;
  }

  /** Answered {@link #refusal}. */
  Set<Call> refused() {
    return refused;
  }

  /** End the process. */
  Set<Call> killed() {
    return killed;
  }

  /** Numbers above are answered ENOSYS; -1 is none. */
  int newest() {
    return answers.newest();
  }

  /** The answer to a call that is in no set. */
  int otherwise() {
    return answers.otherwise();
  }

  /** The answer to what is refused. */
  int refusal() {
    return answers.refusal();
  }

  /** The answer to any call by the numbers of another architecture. */
  int foreign() {
    return answers.foreign();
  }
}
