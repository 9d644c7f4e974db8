package got.cli;

import static org.assertj.core.api.Assertions.assertThat;

import got.cli.clone.CloneOptions;
import got.cli.clone.CloneRunner;
import got.cli.fetch.FetchOptions;
import got.cli.fetch.Wish;
import got.cli.local.RepositoryPlace;
import got.cli.options.ProgramLine;
import got.cli.process.Timeouts;
import got.cli.remote.HttpOptions;
import got.cli.remote.Proxies;
import got.cli.remote.SshOptions;
import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Terminal;
import got.ipc.PackLimits;
import got.ipc.RefName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** Command lines: what they are taken for, and what is printed about wrong ones. */
class GotTest {
  private static final String USAGE = "usage: got [-hV] command [arg ...]\n";
  private static final String CLONE_USAGE =
      "usage: got clone [-almqv] [-b branch] [-i identity-file] [-J jumphost] [-R reference]"
          + " repository-URL [directory]\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<CloneOptions> clones = new ArrayList<>();
  private final List<FetchOptions> fetches = new ArrayList<>();

  private int run(CloneRunner runner, String... args) {
    return Got.run(
        args,
        new Console(out, err, new Terminal(false, () -> 80), CommandLines.asksForJson(args)),
        runner,
        (options, console) -> {
          assertThat(console.verbosity()).isEqualTo(options.verbosity());
          fetches.add(options);
          return 0;
        });
  }

  private FetchOptions fetch(String line) {
    assertThat(run(line)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(0);
    return fetches.getLast();
  }

  @Test
  void fetchTakesItsOptions() throws Exception {
    FetchOptions plain = fetch("fetch");
    assertThat(plain.remote()).isEqualTo("origin");
    assertThat(plain.action()).isEqualTo(FetchOptions.Action.FETCH);
    assertThat(plain.wish()).isEqualTo(new Wish(false, List.of(), List.of(), false, false));
    FetchOptions all = fetch("fe -adtvv -r r.git -R hoo -i key -J host upstream");
    assertThat(all.remote()).isEqualTo("upstream");
    assertThat(all.place()).isEqualTo(new RepositoryPlace("r.git", false));
    assertThat(all.wish())
        .isEqualTo(new Wish(true, List.of(), List.of(RefName.check("refs/hoo")), true, true));
    assertThat(all.verbosity()).isEqualTo(2);
    assertThat(all.ssh().identity()).isEqualTo("key");
    assertThat(fetch("fetch -b x -b refs/heads/a").wish().branches())
        .containsExactly(RefName.check("refs/heads/a"), RefName.check("refs/heads/x"));
    assertThat(fetch("fetch --cacert c --max-redirs 2 --netrc-file n").http())
        .usingRecursiveComparison()
        .ignoringFields("proxies")
        .isEqualTo(new HttpOptions("c", 2, "n", Proxies.NONE));
    assertThat(FetchCommandLine.parse("--retries", "3").retries()).isEqualTo(3);
    assertThat(plain.http())
        .usingRecursiveComparison()
        .ignoringFields("proxies")
        .isEqualTo(HttpOptions.USUAL);
    assertThat(fetch("fetch -l").action()).isEqualTo(FetchOptions.Action.LIST);
    assertThat(fetch("fetch -X o").action()).isEqualTo(FetchOptions.Action.FORGET);
  }

  @ParameterizedTest
  @CsvSource({
    "fetch -ab x, -a and -b options are mutually exclusive",
    "fetch -la, -l and -a options are mutually exclusive",
    "fetch -lb x, -l and -b options are mutually exclusive",
    "fetch -ld, -l and -d options are mutually exclusive",
    "fetch -lX o, -l and -X options are mutually exclusive",
    "fetch -Xd o, -X and -d options are mutually exclusive",
    "fetch -Xt o, -X and -t options are mutually exclusive",
    "fetch -X o -R x, -X and -R options are mutually exclusive",
    "fetch -R refs/got/x, reference cannot be fetched: refs/got/x",
    "fetch -R remotes/x, reference cannot be fetched: refs/remotes/x",
    "fetch -J -x, bad value of option -J: -x",
  })
  void fetchRefusesWhatMakesNoSense(String line, String text) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("got: " + text + "\n");
  }

  @Test
  void fetchHasALineOfHelpForEveryOption() {
    assertThat(run("-h fetch")).isEqualTo(0);
    assertPrinted(FetchCommandLine.USAGE + "\n" + FetchCommandLine.OPTIONS + "\n", "");
    for (OptionSpec option : FetchCommandLine.spec().options()) {
      String names = String.join(", ", option.names());
      String start = names.startsWith("--") ? "      " + names + " " : "  " + names + " ";
      assertThat(FetchCommandLine.OPTIONS.lines().filter(line -> line.startsWith(start)))
          .as(names)
          .hasSize(1);
    }
  }

  private int run(String line) {
    CloneRunner runner =
        (options, console) -> {
          assertThat(console.verbosity()).isEqualTo(options.verbosity());
          clones.add(options);
          return 0;
        };
    String[] args =
        Arrays.stream(line.split(" ", -1)).map(a -> a.equals("''") ? "" : a).toArray(String[]::new);
    return line.isEmpty() ? run(runner) : run(runner, args);
  }

  private CloneOptions options(String line) {
    assertThat(run(line)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(0);
    return clones.getLast();
  }

  private void assertPrinted(String onOut, String onErr) {
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(onOut);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(onErr);
  }

  @Test
  void theVersionIsThatOfThePom() throws Exception {
    assertThat(run("-V")).isEqualTo(0);
    assertPrinted("got 0.1.0\n", "");
    Matcher pom =
        Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(pom.find()).isTrue();
    assertThat(ProgramLine.VERSION).isEqualTo(pom.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help", "-hh"})
  void helpIsOnStandardOutput(String line) {
    assertThat(run(line)).isEqualTo(0);
    assertPrinted(USAGE + "commands: clone, fetch\n", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h clone", "-h cl", "-h clone -z"})
  void helpForACommandIsOnStandardOutput(String line) {
    assertThat(run(line)).isEqualTo(0);
    assertPrinted(CLONE_USAGE + CommandLines.CLONE_OPTIONS + "\n", "");
  }

  @Test
  void helpHasALineForEveryOption() {
    for (OptionSpec option : CommandLines.cloneSpec().options()) {
      String names = String.join(", ", option.names());
      String start = names.startsWith("--") ? "      " + names + " " : "  " + names + " ";
      assertThat(CommandLines.CLONE_OPTIONS.lines().filter(line -> line.startsWith(start)))
          .as(names)
          .hasSize(1);
    }
    assertThat(CommandLines.CLONE_OPTIONS.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void whatIsNotUtf8IsRefusedAsSuch() {
    assertThat(run("clone git://h/x d\ufffd")).isEqualTo(2);
    assertPrinted("", "got: argument is not UTF-8: d\ufffd\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no command given",
        "nosuch|unknown command: nosuch",
        "-h nosuch|unknown command: nosuch",
        "-z clone|unknown option: -z",
        "--nosuch|unknown option: --nosuch",
        "@x|unknown command: @x",
      })
  void aWrongCommandIsStatusTwoWithUsageOnStandardError(String line, String text) {
    assertThat(run(line)).isEqualTo(2);
    assertPrinted("", "got: " + text + "\n" + USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clone|no repository-URL given",
        "clone -q|no repository-URL given",
        "clone git://h/x y z|too many arguments",
        "clone -z git://h/x|unknown option: -z",
        "clone --nosuch git://h/x|unknown option: --nosuch",
        "clone git://h/x -b|option requires an argument: -b",
        "clone git://h/x --identity|option requires an argument: -i",
        "clone -h|unknown option: -h",
        "clone --timeout|option requires an argument: --timeout",
      })
  void wrongOptionsOfCloneAreStatusTwoWithUsage(String line, String text) {
    assertThat(run(line)).isEqualTo(2);
    assertPrinted("", "got: " + text + "\n" + CLONE_USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clone -a -b x git://h/x|-a and -b options are mutually exclusive",
        "clone -l -b x git://h/x|-l and -b options are mutually exclusive",
        "clone -la git://h/x|-l and -a options are mutually exclusive",
        "clone -ml git://h/x|-l and -m options are mutually exclusive",
        "clone -l -R x git://h/x|-l and -R options are mutually exclusive",
        "clone foo|failed to parse uri: foo",
        "clone ''|failed to parse uri",
        "clone ftp://h/x|ftp: unknown protocol",
        "clone --cacert f git://h/x|--cacert option is for http and https: git://h/x",
        "clone --max-redirs 1 h:x|--max-redirs option is for http and https: h:x",
        "clone --max-redirs 100 http://h/x|bad value of option --max-redirs: 100",
        "clone git://h/x ''|empty directory name",
        "clone -b a..b git://h/x|bad reference name 'refs/heads/a..b': two dots",
        "clone -R got/x git://h/x|reference cannot be fetched: refs/got/x",
        "clone -i id git://h/x|-i option is for ssh: git://h/x",
        "clone -J jump git://h/x|-J option is for ssh: git://h/x",
        "clone -J=-oX h:x|bad value of option -J: -oX",
        "clone -J a,-oX h:x|bad value of option -J: a,-oX",
        "clone -J h;id h:x|bad value of option -J: h;id",
        "clone -i=-oX h:x|bad value of option -i: -oX",
        "clone -i '' h:x|option requires an argument: -i",
        "clone --timeout 1.5 git://h/x|bad value of option --timeout: 1.5",
        "clone --timeout -1 git://h/x|bad value of option --timeout: -1",
        "clone --max-time 1h git://h/x|bad value of option --max-time: 1h",
        "clone --max-pack-size 1.5G git://h/x|bad value of option --max-pack-size: 1.5G",
        "clone --max-object-size 1g git://h/x|bad value of option --max-object-size: 1g",
        "clone --max-object-size -1 git://h/x|bad value of option --max-object-size: -1",
        "clone --max-growth 1000000T git://h/x|bad value of option --max-growth: 1000000T",
        "clone --connect-timeout 1000000 git://h/x"
            + "|bad value of option --connect-timeout: 1000000",
      })
  void whatCannotBeDoneIsStatusTwo(String line, String text) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("got: " + text + "\n");
    assertThat(clones).isEmpty();
  }

  @Test
  void aUrlIsAllThatCloneNeeds() {
    CloneOptions options = options("clone git://h/a/small.git");
    assertThat(options.url().path()).isEqualTo("/a/small.git");
    assertThat(options.target().directory()).isEqualTo(Path.of("small.git"));
    assertThat(options.refs().all()).isFalse();
    assertThat(options.refs().mirror()).isFalse();
    assertThat(options.refs().branches()).isEmpty();
    assertThat(options.refs().references()).isEmpty();
    assertThat(options.list()).isFalse();
    assertThat(options.verbosity()).isEqualTo(0);
    assertThat(options.ssh()).isEqualTo(new SshOptions("", "", "", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cl -mqb b -ba -R hoo -Rboo -i id -J jump h:x dir",
        "clone --mirror --quiet --branch b --branch=a --reference hoo --reference boo"
            + " --identity=id --jump jump h:x dir",
        "clone h:x -m dir -q -b b -b a -R hoo -R boo -i id -J jump",
        "clone -qm -b b -b a -R boo -R hoo -i id -J jump -- h:x dir",
      })
  void everyOptionIsUnderstoodInEveryForm(String line) {
    CloneOptions options = options(line);
    assertThat(options.url().host()).isEqualTo("h");
    assertThat(options.target().directory()).isEqualTo(Path.of("dir"));
    assertThat(options.refs().mirror()).isTrue();
    assertThat(options.refs().branches().toString()).isEqualTo("[refs/heads/a, refs/heads/b]");
    assertThat(options.refs().references().toString()).isEqualTo("[refs/boo, refs/hoo]");
    assertThat(options.verbosity()).isEqualTo(Console.QUIET);
    assertThat(options.ssh()).isEqualTo(new SshOptions("id", "jump", "", 0));
  }

  @ParameterizedTest
  @CsvSource({
    "-v, 1",
    "-vv, 2",
    "-v -v, 2",
    "-vvv, 3",
    "-vvvvvvv, 3",
    "--verbose -v, 2",
    "-q, -1",
    "-vq, -1",
    "-q -q, -1"
  })
  void verbosityIsCounted(String flags, int verbosity) {
    assertThat(options("clone " + flags + " git://h/x").verbosity()).isEqualTo(verbosity);
  }

  @Test
  void listAndAllAreFlags() {
    assertThat(options("clone -l git://h/x").list()).isTrue();
    assertThat(options("clone -a -m git://h/x").refs().all()).isTrue();
    assertThat(options("clone --all git://h/x").refs().all()).isTrue();
    assertThat(options("clone --list git://h/x").list()).isTrue();
  }

  @Test
  void timesAreSecondsWithDefaults() {
    assertThat(options("clone git://h/x").timeouts()).isEqualTo(Timeouts.DEFAULT);
    assertThat(Timeouts.DEFAULT)
        .isEqualTo(
            new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofDays(1)));
    assertThat(
            options("clone --connect-timeout 1 --timeout=0 --max-time 999999 git://h/x").timeouts())
        .isEqualTo(new Timeouts(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(999_999)));
  }

  @Test
  void sizesAreBytesOrScaledWithDefaults() {
    assertThat(options("clone git://h/x").pack().limits()).isEqualTo(PackLimits.DEFAULT);
    assertThat(PackLimits.DEFAULT).isEqualTo(new PackLimits(128L << 30, 4L << 30, 1024));
    assertThat(
            options("clone --max-pack-size 999999T --max-object-size=1K --max-growth 0 git://h/x")
                .pack()
                .limits())
        .isEqualTo(new PackLimits(999_999L << 40, 1024, 0));
    assertThat(
            options("clone --max-pack-size 999999999999999 git://h/x").pack().limits().packBytes())
        .isEqualTo(999_999_999_999_999L);
  }

  @Test
  void sshIsTheConnectTimeoutOnlyIfItIsGiven() {
    assertThat(options("clone h:x").ssh().connectTimeout()).isEmpty();
    assertThat(options("clone --connect-timeout 9 h:x").ssh().connectTimeout()).isEqualTo("9");
  }

  @Test
  void forProgramsEveryErrorIsAnObject() {
    assertThat(options("clone --json git://h/x").json()).isTrue();
    assertThat(options("clone git://h/x").json()).isFalse();
    assertThat(run("clone --json -z git://h/x")).isEqualTo(2);
    assertPrinted("{\"type\":\"error\",\"status\":2,\"text\":\"unknown option: -z\"}\n", "");
    assertThat(CommandLines.asksForJson("clone", "--", "--json")).isFalse();
  }

  @Test
  void afterTwoDashesNothingIsAnOption() {
    assertThat(options("clone -- git://h/x -q").target().directory()).isEqualTo(Path.of("-q"));
    assertThat(options("clone -- git://h/x @list").target().directory())
        .isEqualTo(Path.of("@list"));
    assertThat(run("clone -- -q")).isEqualTo(2);
  }

  @Test
  void aFailureIsPrintedOnceAndGivesItsStatus() {
    CloneRunner refused =
        (_, _) -> {
          throw new Failure(ExitCode.SERVER, "access denied: /x");
        };
    assertThat(run(refused, "clone", "-q", "git://h/x")).isEqualTo(5);
    assertPrinted("", "got: access denied: /x\n");
  }

  @Test
  void aBugIsTextAndNoStackTrace() {
    CloneRunner bug =
        (_, _) -> {
          throw new IllegalStateException("x\ny");
        };
    assertThat(run(bug, "clone", "git://h/x")).isEqualTo(1);
    assertPrinted(
        "",
        """
        got: internal error: java.lang.IllegalStateException: x\\x0ay
        got: hint: this is a bug in got
        """);
  }

  @Test
  void errorsOfTheVirtualMachineAreText() {
    CloneRunner full =
        (_, _) -> {
          throw new OutOfMemoryError("Java heap space");
        };
    assertThat(run(full, "clone", "git://h/x")).isEqualTo(1);
    CloneRunner broken =
        (_, _) -> {
          throw new NoClassDefFoundError("x");
        };
    assertThat(run(broken, "clone", "git://h/x")).isEqualTo(1);
    assertPrinted(
        "",
        """
        got: out of memory
        got: internal error: java.lang.NoClassDefFoundError: x
        got: hint: this is a bug in got
        """);
  }

  @Test
  void theStatusIsTheRunners() {
    assertThat(run((_, _) -> 130, "clone", "git://h/x")).isEqualTo(130);
  }
}
