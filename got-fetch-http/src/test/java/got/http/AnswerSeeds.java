package got.http;

import got.fuzz.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Makes the first inputs of the target beside it: {@code java … got.http.AnswerSeeds}. */
final class AnswerSeeds {
  private static final int LONGEST = 400;

  private AnswerSeeds() {}

  public static void main(String[] args) throws IOException {
    List<byte[]> answers =
        Stream.concat(
                GateTest.good().stream(),
                OddAnswerTest.rows()
                    .flatMap(row -> row.answers().stream())
                    .map(answer -> answer.replaceAll("[\u0100\u0101]", "")))
            .filter(answer -> answer.length() <= LONGEST)
            // Of those that differ in a number or a letter, one.
            .filter(answer -> !answer.matches("(?s)HTTP/1.1 [2-5]\\d\\d X.*"))
            .distinct()
            .map(answer -> answer.getBytes(StandardCharsets.ISO_8859_1))
            .toList();
    Corpus.write("answer", answers);
  }
}
