package got.http;

import static got.http.GitText.ADVERTISEMENT_TYPE;
import static got.http.GitText.OK;
import static got.http.GitText.PACK;
import static got.http.GitText.REFS;
import static got.http.GitText.RESULT_TYPE;
import static got.http.GitText.VERSION_0;
import static got.http.GitText.VERSION_2;
import static got.http.GitText.chunks;
import static got.http.GitText.length;
import static got.http.GitText.untilClose;
import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A conversation is cut behind each of its bytes, by a close and by a reset, however its answers
 * are framed. What is cut is an error of the connection, and never marked as whole.
 */
class CutTest {
  private static final String ANNOUNCED = "HTTP/1.1 100 Continue\r\n\r\n" + OK;
  private static final String MARK = "0002";

  private static final List<String> BODIES = List.of(VERSION_2, REFS, PACK);

  private static List<String> lengths(String head) {
    return List.of(
        length(head + ADVERTISEMENT_TYPE, VERSION_2),
        length(head + RESULT_TYPE, REFS),
        length(head + RESULT_TYPE, PACK));
  }

  private static List<String> inChunks() {
    return List.of(
        chunks(OK + ADVERTISEMENT_TYPE, VERSION_2),
        chunks(OK + RESULT_TYPE, REFS),
        chunks(OK + RESULT_TYPE, PACK).replaceAll("\r\n\r\n\\z", "\r\nTrailer: x\r\n\r\n"));
  }

  /** What is passed on of the first answers, whole. */
  private static String passed(int answers) {
    StringBuilder passed = new StringBuilder();
    for (int i = 0; i < answers; i++) {
      passed.append(BODIES.get(i)).append(i == 0 ? "" : MARK);
    }
    return passed.toString();
  }

  private static Conversation.Outcome cut(List<String> answers, int answer, int length, String by) {
    List<String> some = new ArrayList<>(answers.subList(0, answer));
    some.add(answers.get(answer).substring(0, length) + by);
    // A spare connection finds nobody either.
    some.add(AnsweringServer.CLOSE);
    return Conversation.with(some);
  }

  private static void everyCutIsNoticed(List<String> answers, String by) {
    assertThat(Conversation.with(answers).passed()).isEqualTo(passed(answers.size()));
    for (int answer = 0; answer < answers.size(); answer++) {
      for (int length = 0; length < answers.get(answer).length(); length++) {
        String where = "answer " + answer + ", " + length + " bytes";
        Conversation.Outcome outcome = cut(answers, answer, length, by);
        assertThat(outcome.report()).as(where).isPresent();
        assertThat(outcome.report().get().kind()).as(where).isEqualTo(ErrorKind.CONNECTION);
        String passed = passed(answer);
        assertThat(outcome.passed()).as(where).startsWith(passed);
        assertThat(BODIES.get(answer))
            .as(where)
            .startsWith(outcome.passed().substring(passed.length()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {AnsweringServer.CLOSE, AnsweringServer.RESET})
  void answersWithLengths(String by) {
    everyCutIsNoticed(lengths(OK), by);
    everyCutIsNoticed(lengths("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"), by);
  }

  @ParameterizedTest
  @ValueSource(strings = {AnsweringServer.CLOSE, AnsweringServer.RESET})
  void answersThatAreAnnounced(String by) {
    everyCutIsNoticed(lengths(ANNOUNCED), by);
  }

  @ParameterizedTest
  @ValueSource(strings = {AnsweringServer.CLOSE, AnsweringServer.RESET})
  void answersInChunks(String by) {
    everyCutIsNoticed(inChunks(), by);
  }

  /** A close is the end of such an answer; got-fetch-pack sees that Git's framing is not whole. */
  @Test
  void answersThatEndWithTheConnection() {
    String head = OK + RESULT_TYPE + "\r\n";
    for (int length = 0; length < PACK.length(); length++) {
      List<String> answers = new ArrayList<>(lengths(OK).subList(0, 2));
      answers.add(head + PACK.substring(0, length) + AnsweringServer.CLOSE);
      Conversation.Outcome outcome = Conversation.with(answers);
      if (outcome.report().isEmpty()) {
        String passed = PACK.substring(0, length);
        assertThat(outcome.passed()).isEqualTo(passed(2) + passed + MARK);
        assertThat(passed).as("not the end of the pack").doesNotEndWith("0000");
      } else {
        assertThat(outcome.words()).containsAnyOf("inside a packet", "empty answer");
        assertThat(outcome.passed()).isEqualTo(passed(2) + PACK.substring(0, length));
      }
      answers.set(2, head + PACK.substring(0, length) + AnsweringServer.RESET);
      assertThat(Conversation.with(answers).words()).contains("reset");
    }
  }

  @Test
  void versionZero() {
    List<String> answers =
        List.of(
            chunks(OK + ADVERTISEMENT_TYPE, VERSION_0),
            chunks(OK + RESULT_TYPE, "0008NAK\nPACK, and no packets"));
    assertThat(Conversation.with(answers).report()).isEmpty();
    for (int answer = 0; answer < answers.size(); answer++) {
      for (int length = 0; length < answers.get(answer).length(); length++) {
        String where = "answer " + answer + ", " + length + " bytes";
        Conversation.Outcome outcome = cut(answers, answer, length, AnsweringServer.CLOSE);
        assertThat(outcome.status()).as(where).isEqualTo(4);
      }
    }
  }

  /** Its end closes the pair: got-fetch-pack has to see that nothing follows. */
  @Test
  void discoveryThatEndsWithTheConnection() {
    String head = OK + ADVERTISEMENT_TYPE;
    for (int length = 0; length < VERSION_2.length(); length++) {
      String cut = VERSION_2.substring(0, length);
      Conversation.Outcome outcome =
          Conversation.with(List.of(untilClose(head, cut), lengths(OK).get(1), lengths(OK).get(2)));
      if (outcome.report().isEmpty()) {
        assertThat(outcome.passed()).isEqualTo(cut);
        assertThat(outcome.left()).as("answers that nobody asked for").isEqualTo(2);
      } else {
        assertThat(outcome.status()).isIn(4, 5);
      }
    }
  }
}
