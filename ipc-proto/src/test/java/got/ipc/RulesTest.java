package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.base.BaseTalk;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The conversations, in the order in which they are held; whatever is not here is refused. */
class RulesTest {
  private record Moment(String when, List<String> before, List<String> allowed) {}

  private static final List<String> NOTHING = List.of();

  /** What got-fetch-pack may say when it has listed all references. */
  private static final List<String> LISTED =
      List.of(
          "Heard",
          "Packet",
          "HavesWanted",
          "Common",
          "ServerText",
          "Fetching",
          "Fetched",
          "Failed");

  private static final List<Moment> TO_FETCH_PACK =
      List.of(
          new Moment("at first", List.of(), List.of("ListRefs", "Fetch", "Update")),
          new Moment("after the request to list", List.of("ListRefs"), NOTHING),
          new Moment("after the request to fetch", List.of("Fetch"), List.of("Wants", "WantsEnd")),
          new Moment("among ids", List.of("Fetch", "Wants"), List.of("Wants", "WantsEnd")),
          new Moment("when no id is wanted", List.of("Fetch", "WantsEnd"), NOTHING),
          new Moment("after all ids", List.of("Fetch", "Wants", "Wants", "WantsEnd"), NOTHING),
          new Moment(
              "after the request to update", List.of("Update"), List.of("Wants", "WantsEnd")),
          new Moment(
              "among ids of an update", List.of("Update", "Wants"), List.of("Wants", "WantsEnd")),
          new Moment(
              "when all that is wanted is known",
              List.of("Update", "Wants", "WantsEnd"),
              List.of("Haves", "HavesEnd")),
          new Moment(
              "among what we have",
              List.of("Update", "Wants", "WantsEnd", "Haves", "Haves"),
              List.of("Haves", "HavesEnd")),
          new Moment(
              "when we have no more",
              List.of("Update", "Wants", "WantsEnd", "Haves", "HavesEnd"),
              NOTHING));

  private static final List<Moment> FROM_FETCH_PACK =
      List.of(
          new Moment("at first", List.of(), List.of("Ready", "Failed")),
          new Moment(
              "when ready",
              List.of("Ready"),
              List.of("Heard", "Packet", "Advertisement", "Failed")),
          new Moment(
              "while the answer comes",
              List.of("Ready", "Heard", "Packet"),
              List.of("Heard", "Packet", "Advertisement", "Failed")),
          new Moment(
              "when the server has answered",
              List.of("Ready", "Advertisement"),
              List.of("Heard", "Packet", "Refs", "LeftOut", "RefsEnd", "Failed")),
          new Moment(
              "among references",
              List.of("Ready", "Advertisement", "Refs", "Refs"),
              List.of("Heard", "Packet", "Refs", "LeftOut", "RefsEnd", "Failed")),
          new Moment(
              "among names left out",
              List.of("Ready", "Advertisement", "LeftOut", "Refs", "LeftOut"),
              List.of("Heard", "Packet", "Refs", "LeftOut", "RefsEnd", "Failed")),
          new Moment("after all references", List.of("Ready", "Advertisement", "RefsEnd"), LISTED),
          new Moment(
              "while the server talks",
              List.of("Ready", "Advertisement", "Refs", "RefsEnd", "ServerText"),
              LISTED),
          new Moment(
              "while the pack arrives",
              List.of("Ready", "Advertisement", "Refs", "RefsEnd", "Fetching"),
              LISTED),
          new Moment(
              "while what is common is looked for",
              List.of("Ready", "Advertisement", "RefsEnd", "HavesWanted", "Common", "HavesWanted"),
              LISTED),
          new Moment("when done", List.of("Ready", "Advertisement", "RefsEnd", "Fetched"), NOTHING),
          new Moment("when confinement failed", List.of("Failed"), NOTHING),
          new Moment("when connecting failed", List.of("Ready", "Failed"), NOTHING),
          new Moment("when listing failed", List.of("Ready", "Advertisement", "Failed"), NOTHING),
          new Moment(
              "when fetching failed",
              List.of("Ready", "Advertisement", "RefsEnd", "Failed"),
              NOTHING));

  private static final List<Moment> TO_INDEX_PACK =
      List.of(
          new Moment(
              "at first",
              List.of(),
              List.of(
                  "Index", "IndexThin", "IndexFile", "IndexThinFile", "ListFile", "ListThinFile")),
          new Moment("after the request", List.of("Index"), List.of("Tips", "TipsEnd")),
          new Moment(
              "after the request for a repository",
              List.of("IndexThin"),
              List.of("Tips", "TipsEnd")),
          new Moment("among tips", List.of("Index", "Tips"), List.of("Tips", "TipsEnd")),
          new Moment(
              "after all tips",
              List.of("Index", "Tips", "TipsEnd"),
              List.of("SkipList", "SkipListEnd")),
          new Moment(
              "after a request to index a file",
              List.of("IndexFile"),
              List.of("SkipList", "SkipListEnd")),
          new Moment(
              "among ids of the skip list",
              List.of("IndexFile", "SkipList"),
              List.of("SkipList", "SkipListEnd")),
          new Moment(
              "after the skip list",
              List.of("Index", "TipsEnd", "SkipList", "SkipListEnd"),
              NOTHING),
          new Moment(
              "after a request to complete a file",
              List.of("IndexThinFile"),
              List.of("SkipList", "SkipListEnd")),
          new Moment("after a request to list a file", List.of("ListFile"), NOTHING),
          new Moment("after a request to list a thin file", List.of("ListThinFile"), NOTHING));

  private static final List<Moment> FROM_INDEX_PACK =
      List.of(
          new Moment("at first", List.of(), List.of("Ready", "Failed")),
          new Moment(
              "when ready",
              List.of("Ready"),
              List.of("Indexing", "Inspected", "Entries", "Listed", "Failed")),
          new Moment(
              "while indexing",
              List.of("Ready", "Indexing"),
              List.of("Indexing", "Inspected", "Entries", "Listed", "Failed")),
          new Moment(
              "after the inspection",
              List.of("Ready", "Indexing", "Inspected"),
              List.of("Indexed", "Failed")),
          new Moment("when done", List.of("Ready", "Indexing", "Inspected", "Indexed"), NOTHING),
          new Moment(
              "among entries",
              List.of("Ready", "Indexing", "Entries", "Entries"),
              List.of("Entries", "Listed", "Failed")),
          new Moment("after all entries", List.of("Ready", "Entries", "Listed"), NOTHING),
          new Moment("when there are no entries", List.of("Ready", "Listed"), NOTHING),
          new Moment(
              "when writing the index failed", List.of("Ready", "Inspected", "Failed"), NOTHING),
          new Moment("when listing failed", List.of("Ready", "Entries", "Failed"), NOTHING),
          new Moment("when confinement failed", List.of("Failed"), NOTHING),
          new Moment("when indexing failed", List.of("Ready", "Failed"), NOTHING));

  private static final List<Moment> TO_FETCH_HTTP =
      List.of(
          new Moment("at first", List.of(), List.of("Open")),
          new Moment("after the request", List.of("Open"), List.of("Connection", "Spare")),
          new Moment(
              "after a redirect", List.of("Open", "Connection"), List.of("Connection", "Spare")),
          new Moment("with one spare", List.of("Open", "Spare"), List.of("Spare", "Proceed")),
          new Moment(
              "with two spares",
              List.of("Open", "Connection", "Spare", "Spare"),
              List.of("Spare", "Proceed")),
          new Moment("when got connects no more", List.of("Open", "Spare", "Proceed"), NOTHING));

  private static final List<Moment> FROM_FETCH_HTTP =
      List.of(
          new Moment("at first", List.of(), List.of("Ready", "Failed")),
          new Moment(
              "when ready",
              List.of("Ready"),
              List.of("Heard", "Redirect", "Trouble", "Discovered", "Failed")),
          new Moment(
              "after a redirect",
              List.of("Ready", "Heard", "Redirect", "Heard"),
              List.of("Heard", "Redirect", "Trouble", "Discovered", "Failed")),
          new Moment(
              "while relaying",
              List.of("Ready", "Discovered", "Heard"),
              List.of("Heard", "Trouble", "Relayed", "Failed")),
          new Moment("when done", List.of("Ready", "Discovered", "Relayed"), NOTHING),
          new Moment("when the server refused", List.of("Ready", "Failed"), NOTHING));

  private static final List<String> QUESTIONS =
      List.of(
          "Have",
          "HaveEnd",
          "MoreHaves",
          "Common",
          "Loose",
          "NotLoose",
          "Moves",
          "Serve",
          "Finish");

  private static final List<Moment> TO_READ_PACK =
      List.of(
          new Moment("at first", List.of(), List.of("Open")),
          new Moment("after the request", List.of("Open"), List.of("Pack", "PacksEnd")),
          new Moment("among packs", List.of("Open", "Pack"), List.of("Pack", "PacksEnd")),
          new Moment(
              "after all packs",
              List.of("Open", "PacksEnd", "LooseIds", "Tips"),
              List.of("LooseIds", "Tips", "TipsEnd")),
          new Moment("when all is described", List.of("Open", "PacksEnd", "TipsEnd"), QUESTIONS),
          new Moment(
              "among ids to look for",
              List.of("Open", "PacksEnd", "TipsEnd", "Have"),
              List.of("Have", "HaveEnd")),
          new Moment(
              "after questions",
              List.of(
                  "Open", "PacksEnd", "TipsEnd", "Have", "HaveEnd", "MoreHaves", "Common", "Loose"),
              QUESTIONS),
          new Moment(
              "while it serves",
              List.of("Open", "PacksEnd", "TipsEnd", "Serve", "Loose", "NotLoose"),
              List.of("Loose", "NotLoose", "Pack", "Finish")),
          new Moment(
              "when it has served",
              List.of("Open", "PacksEnd", "TipsEnd", "Serve", "Pack", "Moves", "Loose"),
              List.of("Loose", "NotLoose", "Moves", "Finish")),
          new Moment("at the end", List.of("Open", "PacksEnd", "TipsEnd", "Finish"), NOTHING),
          new Moment(
              "at the end after service",
              List.of("Open", "PacksEnd", "TipsEnd", "Serve", "Pack", "Finish"),
              NOTHING));

  private static final List<String> ANSWERS =
      List.of(
          "Reading",
          "LooseWanted",
          "Haves",
          "Known",
          "KnownEnd",
          "PeerServed",
          "Ways",
          "Served",
          "Failed");

  private static final List<Moment> FROM_READ_PACK =
      List.of(
          new Moment("at first", List.of(), List.of("Ready", "Failed")),
          new Moment("when ready", List.of("Ready"), ANSWERS),
          new Moment(
              "while it answers", List.of("Ready", "Reading", "LooseWanted", "Haves"), ANSWERS),
          new Moment(
              "among known objects",
              List.of("Ready", "Known"),
              List.of("Known", "KnownEnd", "Failed")),
          new Moment("after known objects", List.of("Ready", "Known", "KnownEnd"), ANSWERS),
          new Moment("at the end", List.of("Ready", "Served"), NOTHING),
          new Moment("when reading failed", List.of("Ready", "Known", "Failed"), NOTHING));

  private static final List<String> PEERS_QUESTIONS = List.of("Base", "Links", "Objects");

  private static final List<Moment> FROM_PEER =
      List.of(
          new Moment("at first", List.of(), PEERS_QUESTIONS),
          new Moment("after a base", List.of("Base"), PEERS_QUESTIONS),
          new Moment("among links", List.of("Links"), List.of("Links", "LinksEnd")),
          new Moment("after links", List.of("Links", "LinksEnd"), PEERS_QUESTIONS),
          new Moment("among objects", List.of("Objects"), List.of("Objects", "ObjectsEnd")),
          new Moment("after objects", List.of("Objects", "ObjectsEnd"), PEERS_QUESTIONS));

  private static final List<String> PEERS_ANSWERS =
      List.of("BaseHead", "NoBase", "Missing", "LinksDone", "Present", "ObjectsDone");

  private static final List<Moment> TO_PEER =
      List.of(
          new Moment("at first", List.of(), PEERS_ANSWERS),
          new Moment("in the content", List.of("BaseHead"), List.of("BaseBytes", "BaseEnd")),
          new Moment(
              "further in it", List.of("BaseHead", "BaseBytes"), List.of("BaseBytes", "BaseEnd")),
          new Moment("after the content", List.of("BaseHead", "BaseEnd"), PEERS_ANSWERS),
          new Moment("among missing ones", List.of("Missing"), List.of("Missing", "LinksDone")),
          new Moment("among present ones", List.of("Present"), List.of("Present", "ObjectsDone")),
          new Moment("after both", List.of("Missing", "LinksDone", "ObjectsDone"), PEERS_ANSWERS));

  @TestFactory
  List<DynamicTest> onlyTheTableIsAllowed() {
    List<DynamicTest> tests = new ArrayList<>();
    add(tests, "to got-fetch-pack", FetchTalk.PROTOCOL.requests(), TO_FETCH_PACK);
    add(tests, "from got-fetch-pack", FetchTalk.PROTOCOL.replies(), FROM_FETCH_PACK);
    add(tests, "to got-index-pack", IndexTalk.PROTOCOL.requests(), TO_INDEX_PACK);
    add(tests, "from got-index-pack", IndexTalk.PROTOCOL.replies(), FROM_INDEX_PACK);
    add(tests, "to got-fetch-http", HttpTalk.PROTOCOL.requests(), TO_FETCH_HTTP);
    add(tests, "from got-fetch-http", HttpTalk.PROTOCOL.replies(), FROM_FETCH_HTTP);
    add(tests, "to got-read-pack", ReadTalk.PROTOCOL.requests(), TO_READ_PACK);
    add(tests, "from got-read-pack", ReadTalk.PROTOCOL.replies(), FROM_READ_PACK);
    add(tests, "from got-index-pack to its peer", BaseTalk.REQUESTS, FROM_PEER);
    add(tests, "from got-read-pack to its peer", BaseTalk.REPLIES, TO_PEER);
    assertThat(tests).hasSize(11 + 15 + 11 + 12 + 6 + 6 + 11 + 7 + 6 + 7);
    return tests;
  }

  private static void add(
      List<DynamicTest> tests, String which, Direction<?> direction, List<Moment> moments) {
    for (Moment moment : moments) {
      tests.add(DynamicTest.dynamicTest(which + " " + moment.when, () -> check(direction, moment)));
    }
  }

  private static void check(Direction<?> direction, Moment moment) {
    List<String> received = new ArrayList<>();
    List<String> sent = new ArrayList<>();
    for (Messages.Kind<?> kind : Messages.kinds(direction)) {
      Turns<?> turns = at(direction, moment);
      if (reads(turns, kind)) {
        received.add(kind.name());
      } else {
        assertThat(reads(turns, kind)).as("the second time").isFalse();
      }
      if (takes(at(direction, moment), kind)) {
        sent.add(kind.name());
      }
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(moment.allowed);
    assertThat(sent).containsExactlyInAnyOrderElementsOf(moment.allowed);
    assertThat(at(direction, moment).areOver()).isEqualTo(moment.allowed.isEmpty());
  }

  private static boolean reads(Turns<?> turns, Messages.Kind<?> kind) {
    byte[] envelope = kind.envelope(new Random(1));
    try {
      turns.read(envelope, 0, envelope.length);
      return true;
    } catch (ChannelException e) {
      assertThat(e).hasMessage(kind.name() + " out of order");
      return false;
    }
  }

  private static boolean takes(Turns<?> turns, Messages.Kind<?> kind) {
    byte[] envelope = kind.envelope(new Random(1));
    try {
      turns.take(kind.type(), Envelope.read(envelope, 0, envelope.length).descriptors());
      return true;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("not the time for " + kind.name());
      return false;
    } catch (ChannelException e) {
      throw new AssertionError(e);
    }
  }

  private static Turns<?> at(Direction<?> direction, Moment moment) {
    Turns<?> turns = new Turns<>(direction);
    for (String name : moment.before) {
      Messages.Kind<?> kind =
          Messages.kinds(direction).stream()
              .filter(k -> k.name().equals(name))
              .findFirst()
              .orElseThrow();
      assertThat(reads(turns, kind)).as(name).isTrue();
    }
    return turns;
  }

  /** A row that another one hides, or a state that nothing leads to, would be a slip. */
  @Test
  void noTableSaysAnythingTwice() {
    for (Direction<?> direction :
        List.of(
            FetchTalk.PROTOCOL.requests(),
            FetchTalk.PROTOCOL.replies(),
            HttpTalk.PROTOCOL.requests(),
            HttpTalk.PROTOCOL.replies(),
            IndexTalk.PROTOCOL.requests(),
            IndexTalk.PROTOCOL.replies(),
            ReadTalk.PROTOCOL.requests(),
            ReadTalk.PROTOCOL.replies(),
            BaseTalk.REQUESTS,
            BaseTalk.REPLIES)) {
      List<Rule<?>> rows = direction.rules().rows();
      assertThat(rows).extracting(row -> List.of(row.now(), row.kind())).doesNotHaveDuplicates();
      assertThat(rows)
          .allMatch(
              row ->
                  row.now() == direction.rules().first()
                      || rows.stream().anyMatch(other -> other.next() == row.now()));
    }
  }
}
