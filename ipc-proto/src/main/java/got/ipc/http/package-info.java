/**
 * The talk with got-fetch-http: {@link got.ipc.http.HttpTalk} says what may be said and when, the
 * codecs beside it turn that into the messages of {@code http.proto} and back.
 */
package got.ipc.http;
