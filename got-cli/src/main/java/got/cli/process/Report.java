package got.cli.process;

import got.cli.say.Failure;
import got.ipc.ErrorKind;

/**
 * A failure that a helper reported, or that its end showed.
 *
 * @param about what of the helper it is about
 */
record Report(HelperStage<?, ?> from, About about, Failure failure) {
  /** Where a failure shows. */
  enum About {
    /** In what came from above: whoever sends it may have failed. */
    INPUT,
    /** In the helper itself. */
    ITSELF,
    /** In what goes below: whoever takes it may have failed. */
    OUTPUT
  }

  static About about(ErrorKind kind) {
    return switch (kind) {
      case CONNECTION,
          REFUSED,
          PROTOCOL,
          NOT_GIT,
          SERVER_LIMIT,
          PACK,
          PACK_LIMIT,
          STRUCTURE,
          THIN,
          REPOSITORY ->
          About.INPUT;
      case INTERNAL, CONFINEMENT -> About.ITSELF;
      case OUTPUT -> About.OUTPUT;
    };
  }

  /**
   * Of two reports the one that explains the other. Who fails sends nothing good down any more, and
   * takes nothing from above. So it is the upper one, unless it only could not get rid of
   * something.
   */
  static Report cause(Report upper, Report lower) {
    return upper.about == About.OUTPUT ? lower : upper;
  }
}
