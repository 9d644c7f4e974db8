package got.cli.process;

import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of several attempts this process is, see {@link Attempts}. It tells its own failure, waits,
 * and asks by its exit status for another attempt.
 *
 * @param number from 1 on; 0 if nobody tries again
 * @param retries --retries
 * @param begin of the first attempt, in milliseconds since 1970
 */
public record Attempt(int number, int retries, long begin) {
  /** Nobody tries again. */
  public static final Attempt NONE = new Attempt(0, 0, 0);

  /** Asks for another attempt. No failure has this status. */
  static final int AGAIN = 75;

  /** Set by {@link Attempts} alone: the launcher lets nothing from outside add properties. */
  static final String PROPERTY = "got.attempt";

  private static final Pattern WORDS = Pattern.compile("([0-9]{1,3})/([0-9]{1,2})/([0-9]{1,15})");
  private static final long LONGEST_SECONDS = 60;
  private static final int SIGTERM = 15;

  /** What this process is. */
  public static Attempt ofProcess() {
    Matcher words = WORDS.matcher(System.getProperty(PROPERTY, ""));
    return words.matches()
        ? new Attempt(
            Integer.parseInt(words.group(1)),
            Integer.parseInt(words.group(2)),
            Long.parseLong(words.group(3)))
        : NONE;
  }

  String words() {
    return number + "/" + retries + "/" + begin;
  }

  /** True in a process that {@link Attempts} has started. */
  public boolean isOne() {
    return number > 0;
  }

  /** What attempts before this one have used up of --max-time. */
  Duration used() {
    return isOne()
        ? Duration.ofMillis(Math.max(0, System.currentTimeMillis() - begin))
        : Duration.ZERO;
  }

  /** What a command does. */
  public interface Command {
    int run() throws Failure;
  }

  /**
   * Runs a command.
   *
   * @param total --max-time; zero for without end
   * @return its status, or the one that asks for another attempt, after the wait for that
   * @throws Failure if it failed and another attempt is of no use, or is not allowed
   */
  public int run(Command command, Duration total, Console console) throws Failure {
    try {
      return command.run();
    } catch (Failure e) {
      if (number < 1 || number > retries || !e.circumstances().passing()) {
        throw e;
      }
      long wait = wait(e.circumstances().later());
      if (!total.isZero() && used().plusSeconds(wait).compareTo(total) >= 0) {
        String hint = "--max-time leaves no time to try again in " + wait + " seconds";
        throw new Failure(e.exitCode(), e.text(), hint).in(e.circumstances());
      }
      console.again(e, wait, number, retries);
      try {
        TimeUnit.SECONDS.sleep(wait);
      } catch (InterruptedException i) {
        throw e;
      }
      return AGAIN;
    }
  }

  /**
   * Seconds: twice as long after each attempt, up to a minute, and no less than a server wants.
   *
   * @param later the server's wish, or 0
   */
  long wait(int later) {
    return Math.max(later, Math.min(LONGEST_SECONDS, 1L << Math.min(number - 1, 6)));
  }

  /** The status of got when a process of an attempt has ended so. */
  static boolean asksForAnother(int status) {
    return status == AGAIN;
  }

  /** Ends an attempt when whoever has started it is gone. */
  public void endWithStarter() {
    if (isOne()) {
      Thread.ofPlatform().daemon().name("starter").start(Attempt::awaitEndOfInput);
    }
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes to it.
      }
    } catch (IOException e) {
      // That is an end too.
    }
    Ending.with(ExitCode.ofSignal(SIGTERM));
  }
}
