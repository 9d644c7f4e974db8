/**
 * The talk with got-index-pack: {@link got.ipc.index.IndexTalk} says what may be said and when, the
 * codecs beside it turn that into the messages of {@code index.proto} and back.
 */
package got.ipc.index;
