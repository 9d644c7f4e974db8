package got.cli.say;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhraseTest {
  @ParameterizedTest
  @EnumSource
  void phrasesAreLowerCaseWithoutFullStopAndTakeWhatTheirGapsAre(Phrase phrase) {
    Object[] things =
        switch (phrase) {
          case OUT_OF_MEMORY, OUT_OF_THREADS, INTERRUPTED, HELPER_USER -> new Object[0];
          case INTERNAL_ERROR,
              STDOUT,
              CANNOT_TALK_TO_HELPERS,
              BAD_URL,
              CONTROL_CHARACTER,
              NOT_FOR_GOT_CONF,
              PRIVATE_REFERENCE,
              NO_PACK_NAME,
              CANNOT_READ_BACK,
              CANNOT_START_SSH,
              SSH_FAILED,
              UPLOAD_PACK_FAILED,
              NAME_REFUSED_BY_GIT,
              NO_COMMIT,
              NO_GIT_DAEMON,
              NO_UPLOAD_PACK,
              PACK_CHANGED,
              FAULTY_OBJECT,
              THIN_PACK,
              UNKNOWN_HOST,
              NO_CA_CERTIFICATES,
              REDIRECTED_ELSEWHERE,
              REDIRECTED_TO_HTTP,
              REDIRECTED_INWARDS,
              REDIRECTED_WITH_PASSWORD,
              PASSWORD_WITHOUT_TLS,
              NOT_INSTALLED ->
              new Object[] {"x%"};
          case SILENT_SERVER, NOT_DONE, TOO_MANY_REDIRECTS -> new Object[] {60};
          case NOT_FOUND,
              SKIP_LIST,
              BAD_PROXY,
              NETRC,
              NO_ABSOLUTE_PATH,
              REFS_EXCLUDE,
              OTHER_ALGORITHM,
              CANNOT_CONFINE,
              CANNOT_START,
              HELPER_DIED,
              HELPER_BROKE_THE_RULES ->
              new Object[] {"x", "y"};
          case HELPER_DID_NOT_START, HELPER_HANGS -> new Object[] {"x", 60};
          case TOO_MANY_PACKS -> new Object[] {5000, 4096};
          case UNREACHABLE -> new Object[] {"x", 9418, "y"};
        };
    Failure failure = phrase.failure(things);
    assertThat(failure.text())
        .matches("[-a-z].*[^.]")
        .isEqualTo(failure.text().toLowerCase(Locale.ROOT));
    assertThat(failure.hint()).matches("|[^A-Z].*[^.]");
    assertThat(failure.exitCode()).isNotEqualTo(ExitCode.DONE);
    for (Object thing : things) {
      assertThat(failure.text()).contains(thing.toString());
    }
  }
}
