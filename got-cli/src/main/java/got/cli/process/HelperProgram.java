package got.cli.process;

import got.ipc.MessageRules;
import java.util.function.Supplier;

/** A helper executable and the rules of the channel to it. */
public enum HelperProgram {
  FETCH_PACK(
      "got-fetch-pack", "got.fetch.Main", MessageRules::toFetchPack, MessageRules::fromFetchPack),
  INDEX_PACK(
      "got-index-pack", "got.index.Main", MessageRules::toIndexPack, MessageRules::fromIndexPack);

  private final String programName;
  private final String mainClass;

  @SuppressWarnings("ImmutableEnumChecker") // method references without state
  private final Supplier<MessageRules> requests;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<MessageRules> replies;

  HelperProgram(
      String programName,
      String mainClass,
      Supplier<MessageRules> requests,
      Supplier<MessageRules> replies) {
    this.programName = programName;
    this.mainClass = mainClass;
    this.requests = requests;
    this.replies = replies;
  }

  /** As in libexec. */
  public String programName() {
    return programName;
  }

  /** As in its archive's manifest; has its policy. */
  public String mainClass() {
    return mainClass;
  }

  MessageRules requests() {
    return requests.get();
  }

  MessageRules replies() {
    return replies.get();
  }
}
