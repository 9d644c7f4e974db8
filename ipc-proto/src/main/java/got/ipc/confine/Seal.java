package got.ipc.confine;

import static got.ipc.confine.Call.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What got gives up for good once it does not need it any more. Each is a step of its own, because
 * a transport may have to connect when its helpers run already. Programs come first, or both at
 * once.
 */
public enum Seal {
  /** No program and no process is started, and nobody else's rights are taken on. */
  PROGRAMS(
      EnumSet.of(
          EXECVE,
          EXECVEAT,
          FORK,
          VFORK,
          MEMFD_CREATE, //
          SETUID,
          SETRESUID,
          SETREUID,
          SETGID,
          SETRESGID,
          SETREGID,
          SETGROUPS,
          CAPSET,
          PERSONALITY),
      List.of(JavaCalls.THREADS)),

  /** No socket is made or connected; what goes over those that are there names no address. */
  CONNECTIONS(
      EnumSet.of(SOCKET, SOCKETPAIR, CONNECT, BIND, LISTEN, ACCEPT, ACCEPT4, SETSOCKOPT, SENDMMSG),
      List.of(
          JavaCalls.SENDING,
          // Hands descriptors to helpers. An address would lie behind a pointer; without
          // MSG_FASTOPEN, a socket that is or was connected ignores it.
          new Judged(SENDMSG, Argument.is(2, "flags", 0, 0x4000))));

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final Set<Call> refused;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
  private final List<Judged> judged;

  Seal(Set<Call> refused, List<Judged> judged) {
    this.refused = Set.copyOf(refused);
    this.judged = judged;
  }

  /** One filter for all of them. */
  static Filter filter(Set<Seal> seals) {
    Set<Call> refused = EnumSet.noneOf(Call.class);
    List<Judged> judged = new ArrayList<>();
    for (Seal seal : seals) {
      refused.addAll(seal.refused);
      judged.addAll(seal.judged);
    }
    return Filter.allBut(refused, judged.toArray(Judged[]::new));
  }

  /** For pledge(2), once these are in force, or these and those given up before. */
  static String promises(Set<Seal> seals) {
    String promises = "stdio rpath wpath cpath fattr proc sendfd prot_exec";
    return seals.contains(CONNECTIONS) ? promises : promises + " inet dns unix";
  }
}
