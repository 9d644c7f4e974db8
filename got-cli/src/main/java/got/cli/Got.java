package got.cli;

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

/** The program got(1). */
public final class Got {
  /** As in the pom, which a test compares. */
  public static final String VERSION = "0.1.0";

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

  private Got() {}

  /** Exits with the status of the command, see {@link ExitCode}. */
  public static void main(String[] args) {
    Console console = Console.ofProcess("got", System.getenv(), CommandLines.asksForJson(args));
    Signals.install(System::exit, Runtime.getRuntime()::halt);
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> System.exit(unexpected(e, console)));
    if (CommandLines.looksLikeClone(args)) {
      HeadStart.begin();
    }
    System.exit(run(args, console, new CloneCommand()));
  }

  /** The one place where every failure ends: as text, once, and as exit status. */
  @SuppressWarnings("CatchingUnchecked")
  static int run(String[] args, Console console, CloneRunner clone) {
    int status;
    try {
      status = run(CommandLines.parse(args), console, clone);
    } catch (Failure e) {
      console.error(e);
      status = e.exitCode().status();
    } catch (Exception | Error e) {
      status = unexpected(e, console);
    }
    return console.finish(status);
  }

  /** What no code of ours expects, in any thread: a message like any other, no stack trace. */
  public static int unexpected(Throwable e, Console console) {
    console.error(
        e instanceof OutOfMemoryError
            ? Phrase.OUT_OF_MEMORY.failure()
            : Phrase.INTERNAL_ERROR.failure(e));
    return ExitCode.FAILED.status();
  }

  private static int run(CommandLines.Invocation invocation, Console console, CloneRunner clone)
      throws Failure {
    return switch (invocation) {
      case CommandLines.Show(String lines) -> {
        lines.lines().forEach(console::data);
        yield ExitCode.DONE.status();
      }
      case CommandLines.Clone(CloneOptions options) ->
          clone.run(options, console.at(options.verbosity()));
    };
  }
}
