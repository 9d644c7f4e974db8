/**
 * The talk with got-fetch-pack: {@link got.ipc.fetch.FetchTalk} says what may be said and when, the
 * codecs beside it turn that into the messages of {@code fetch.proto} and back.
 */
package got.ipc.fetch;
