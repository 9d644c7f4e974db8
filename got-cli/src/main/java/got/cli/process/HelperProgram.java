package got.cli.process;

import got.ipc.MessageRules;
import java.util.function.Supplier;

/** A helper executable and the rules of the channel to it. */
public enum HelperProgram {
  FETCH_PACK("got-fetch-pack", MessageRules::toFetchPack, MessageRules::fromFetchPack),
  INDEX_PACK("got-index-pack", MessageRules::toIndexPack, MessageRules::fromIndexPack);

  private final String programName;

  @SuppressWarnings("ImmutableEnumChecker") // method references without state
  private final Supplier<MessageRules> requests;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<MessageRules> replies;

  HelperProgram(
      String programName, Supplier<MessageRules> requests, Supplier<MessageRules> replies) {
    this.programName = programName;
    this.requests = requests;
    this.replies = replies;
  }

  /** As in libexec. */
  public String programName() {
    return programName;
  }

  MessageRules requests() {
    return requests.get();
  }

  MessageRules replies() {
    return replies.get();
  }
}
