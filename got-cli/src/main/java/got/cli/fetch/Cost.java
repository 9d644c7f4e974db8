package got.cli.fetch;

/**
 * What a fetch has taken, for whoever watches.
 *
 * @param objects in the new pack; 0 if there is none
 * @param rounds how often commits were offered to the server
 * @param received bytes of Git's protocol that came from the server, or from who stands for it
 * @param sent such bytes that went there
 */
record Cost(int objects, int rounds, long received, long sent) {
  static final Cost NONE = new Cost(0, 0, 0, 0);
}
