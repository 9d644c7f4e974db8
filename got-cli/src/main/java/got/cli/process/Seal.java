package got.cli.process;

import static got.ipc.confine.Call.ACCEPT;
import static got.ipc.confine.Call.ACCEPT4;
import static got.ipc.confine.Call.BIND;
import static got.ipc.confine.Call.CONNECT;
import static got.ipc.confine.Call.EXECVE;
import static got.ipc.confine.Call.EXECVEAT;
import static got.ipc.confine.Call.FORK;
import static got.ipc.confine.Call.LISTEN;
import static got.ipc.confine.Call.MEMFD_CREATE;
import static got.ipc.confine.Call.PERSONALITY;
import static got.ipc.confine.Call.SETGROUPS;
import static got.ipc.confine.Call.SETRESUID;
import static got.ipc.confine.Call.SETREUID;
import static got.ipc.confine.Call.SETUID;
import static got.ipc.confine.Call.SOCKET;
import static got.ipc.confine.Call.SOCKETPAIR;
import static got.ipc.confine.Call.VFORK;

import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;

/** What got takes from itself. */
public final class Seal {
  /**
   * What got may do once its helpers run and the connection stands: work with files, wait for its
   * helpers and kill them. No new program or process, no new connection.
   */
  public static final Policy POLICY =
      new Policy(
          Filter.allBut(
              EXECVE,
              EXECVEAT,
              FORK,
              VFORK, //
              SOCKET,
              SOCKETPAIR,
              CONNECT,
              BIND,
              LISTEN,
              ACCEPT,
              ACCEPT4, //
              MEMFD_CREATE,
              SETUID,
              SETRESUID,
              SETREUID,
              SETGROUPS,
              PERSONALITY),
          ResourceLimits.NONE,
          "stdio rpath wpath cpath fattr proc sendfd prot_exec");

  private Seal() {}
}
