package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a server may say to the commits that it is offered. */
class NegotiationTest {
  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);
  private static final String MAIN = Script.ID + " refs/heads/main";

  private static ObjectId id(String hex) {
    try {
      return ObjectId.parse(HashAlgorithm.SHA1, hex.getBytes(StandardCharsets.US_ASCII));
    } catch (BadValueException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Exchange update(Script server) {
    return Exchange.update(server, Exchange.OVER_SSH, List.of(id(A), id(B)));
  }

  private static Script v2() {
    return Script.v2().line(MAIN).flush();
  }

  private static Script pack(Script script) {
    return script.line("packfile").band(1, "PACK").flush();
  }

  @Test
  void inVersion2ReadyIsFollowedByThePack() {
    Script answer = v2().line("acknowledgments").line("ACK " + A).line("ready").delim();
    Exchange exchange = update(pack(answer)).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    assertThat(exchange.only(FetchTalk.Common.class))
        .containsExactly(new FetchTalk.Common(List.of(id(A))));
    assertThat(exchange.said())
        .contains("thin-pack\n", "ofs-delta\n", "have " + A, "have " + B)
        .doesNotContain("done");
  }

  @Test
  void inVersion2WhatIsCommonIsSaidAgainWithDone() {
    Script answer = v2().line("acknowledgments").line("ACK " + B).flush();
    Exchange exchange = update(pack(answer)).succeeds();
    String last = exchange.said().substring(exchange.said().lastIndexOf("command=fetch"));
    assertThat(last).contains("want " + Script.ID, "have " + B, "done\n");
    assertThat(last).doesNotContain("have " + A);
  }

  @Test
  void inVersion2NothingInCommonEndsWithDone() {
    Exchange exchange = update(pack(v2().line("acknowledgments").line("NAK").flush())).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    assertThat(exchange.only(FetchTalk.Common.class)).isEmpty();
  }

  @Test
  void withoutCommitsThereIsNoRound() {
    Exchange exchange = Exchange.update(pack(v2()), Exchange.OVER_SSH, List.of()).succeeds();
    assertThat(exchange.said()).contains("done\n").doesNotContain("have ");
  }

  @Test
  void overHttpEachRoundHasAnEnd() {
    Script server = Script.v2().line(MAIN).flush().raw("0002");
    server.line("acknowledgments").line("NAK").flush().raw("0002");
    Exchange exchange =
        Exchange.update(pack(server).raw("0002"), Exchange.OVER_HTTP, List.of(id(A))).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    Script cut = Script.v2().line(MAIN).flush().raw("0002");
    cut.line("acknowledgments").line("NAK").flush();
    Exchange.update(pack(cut), Exchange.OVER_HTTP, List.of(id(A))).breaks("the end of the answer");
  }

  @Test
  void whatWasNotOfferedMustNotBeAcknowledged() {
    String why = "which was not offered";
    update(v2().line("acknowledgments").line("ACK " + Script.OTHER).flush()).breaks(why);
    for (String status : List.of(" common", " ready")) {
      Script v0 = Script.v0("multi_ack_detailed side-band-64k");
      update(v0.line("ACK " + Script.OTHER + status)).breaks(why);
    }
    update(Script.v0("side-band-64k").line("ACK " + Script.OTHER)).breaks(why);
    Script last = Script.v0("multi_ack_detailed no-done");
    last.line("ACK " + A + " ready").line("NAK").line("ACK " + Script.OTHER);
    update(last).breaks(why);
  }

  @Test
  void acknowledgementsEnd() {
    Script v2 = v2().line("acknowledgments");
    Script v0 = Script.v0("multi_ack");
    for (int i = 0; i < 10; i++) {
      v2.line("ACK " + A);
      v0.line("ACK " + A + " continue");
    }
    update(v2).breaks("acknowledges without end");
    update(v0).breaks("acknowledges without end");
  }

  @Test
  void otherSectionsAndWordsAreRefused() {
    update(v2().line("packfile")).breaks("the section acknowledgments");
    update(v2().line("acknowledgments").line("ready").flush()).breaks("the section packfile");
    update(v2().line("acknowledgments").line("ACK x").flush()).breaks("an acknowledgement");
    update(v2().line("acknowledgments").line("NAK").delim()).breaks("an acknowledgement");
    update(Script.v0("multi_ack").line("ACK " + A + " perhaps")).breaks("in an unknown way");
    update(Script.v0("multi_ack").line("ACK " + A + "x")).breaks("an acknowledgement");
  }

  @Test
  void version0WithNoDoneSendsThePackWhenItIsReady() {
    Script server = Script.v0("multi_ack_detailed no-done side-band-64k");
    server.line("ACK " + A + " common").line("ACK " + B + " ready").line("NAK").line("ACK " + A);
    Exchange exchange = update(server.band(1, "PACK").flush()).succeeds();
    assertThat(exchange.said()).endsWith("0000").doesNotContain("done\n0009");
    assertThat(exchange.pack()).isEqualTo("PACK");
  }

  @Test
  void version0WithoutNoDoneIsToldWhenWeAreDone() {
    Script server = Script.v0("multi_ack_detailed side-band-64k");
    server.line("ACK " + A + " common").line("ACK " + B + " ready").line("NAK").line("ACK " + A);
    Exchange exchange = update(server.band(1, "PACK").flush()).succeeds();
    assertThat(exchange.said()).endsWith("0009done\n");
  }

  @Test
  void version0WithMultiAckGoesOnUntilWeHaveNoMore() {
    Script server = Script.v0("multi_ack side-band-64k");
    server.line("ACK " + A + " continue").line("NAK").line("ACK " + A);
    Exchange exchange = update(server.band(1, "PACK").flush()).succeeds();
    assertThat(exchange.only(FetchTalk.Common.class)).hasSize(1);
    assertThat(exchange.said()).endsWith("0009done\n");
  }

  @Test
  void version0WithoutMultiAckAcknowledgesOnce() {
    Script server = Script.v0("side-band-64k").line("ACK " + A);
    Exchange exchange = update(server.band(1, "PACK").flush()).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    Script nothing = Script.v0("side-band-64k").line("NAK").line("NAK");
    assertThat(update(nothing.band(1, "PACK").flush()).succeeds().pack()).isEqualTo("PACK");
  }

  /** As many as the first round has, and one more. */
  private static List<ObjectId> twoRounds() {
    return IntStream.range(0, 17).mapToObj(i -> id("%040x".formatted(i))).toList();
  }

  @Test
  void version0OverHttpSaysEverythingAgain() {
    ObjectId first = twoRounds().getFirst();
    ObjectId last = twoRounds().getLast();
    Script server = Script.v0("multi_ack_detailed side-band-64k");
    server.line("ACK " + first + " common").line("NAK").raw("0002");
    server.line("ACK " + first + " common").line("ACK " + last + " common").line("NAK");
    server.raw("0002").line("ACK " + first + " common").line("ACK " + last + " common");
    server.line("ACK " + last).band(1, "PACK").flush();
    Exchange exchange = Exchange.update(server, Exchange.OVER_HTTP, twoRounds()).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    String[] requests = exchange.said().split("want ", -1);
    assertThat(requests).hasSize(4);
    assertThat(requests[2])
        .contains("0000" + have(first) + have(last) + "0000")
        .doesNotContain("have " + twoRounds().get(1));
    assertThat(requests[3]).endsWith("0000" + have(first) + have(last) + "0009done\n");
  }

  private static String have(ObjectId id) {
    return "0032have " + id + "\n";
  }

  @Test
  void version0OverHttpWithNoDoneSendsThePackWhenItIsReady() {
    Script server = Script.v0("multi_ack_detailed no-done side-band-64k");
    server.line("ACK " + A + " common").line("ACK " + A + " ready").line("NAK").line("ACK " + A);
    server.band(1, "PACK").flush().raw("0002");
    Exchange exchange =
        Exchange.update(server, Exchange.OVER_HTTP, List.of(id(A), id(B))).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    assertThat(exchange.said()).contains(" no-done").doesNotContain("done\n0009");
  }

  /** Nothing would say where such a pack ends. */
  @Test
  void version0OverHttpWithoutSideBandDoesNotAskForNoDone() {
    Script server = Script.v0("multi_ack_detailed no-done").line("NAK").raw("0002").line("NAK");
    Exchange exchange =
        Exchange.update(server.raw("PACK"), Exchange.OVER_HTTP, List.of(id(A))).succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    assertThat(exchange.said()).doesNotContain("no-done").endsWith("0009done\n");
  }

  @Test
  void version0OverHttpWithoutMultiAckAcknowledgesInEachAnswer() {
    Script server = Script.v0("side-band-64k").line("ACK " + A).raw("0002").line("ACK " + A);
    Exchange exchange =
        Exchange.update(server.band(1, "PACK").flush(), Exchange.OVER_HTTP, List.of(id(A)))
            .succeeds();
    assertThat(exchange.pack()).isEqualTo("PACK");
    assertThat(exchange.said()).endsWith("0000" + have(id(A)) + "0009done\n");
  }

  @Test
  void version0OverHttpEachRoundHasAnEnd() {
    Script cut = Script.v0("multi_ack_detailed").line("NAK").line("NAK");
    Exchange.update(cut, Exchange.OVER_HTTP, List.of(id(A))).breaks("the end of the answer");
  }
}
