/**
 * The helper that speaks to a Git server, and does nothing else.
 *
 * <p>{@link got.fetch.Main} hands got's request to {@link got.fetch.FetchPack}, which opens a
 * {@link got.fetch.Conversation} in the version the server chose. References go through {@link
 * got.fetch.AdvertisedRefs} to got; got answers with the ids it wants; the pack goes through {@link
 * got.fetch.PackReceiver}, untouched, into the pipe that got handed over. Everything that can go
 * wrong is reported as one {@link got.ipc.ErrorReport}. The helper opens no file and no connection.
 */
package got.fetch;
