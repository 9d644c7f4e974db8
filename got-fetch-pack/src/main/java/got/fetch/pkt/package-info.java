/**
 * The packet lines of the Git protocol and the text inside them; knows nothing of packs.
 *
 * <p>Bytes from the network enter through {@link got.fetch.pkt.PktReader} alone, which cuts them
 * into {@link got.fetch.pkt.PktLine}s; {@link got.fetch.pkt.Server} recognises the server's errors
 * among them. Above it, {@link got.fetch.pkt.Capabilities}, {@link got.fetch.pkt.RefAdvertisement}
 * and {@link got.fetch.pkt.LsRefsLine} read text, and {@link got.fetch.pkt.SideBand} takes the
 * multiplexed streams apart. Framing that is broken is a {@link got.fetch.pkt.PktLineException};
 * every other fault of the server is a {@link got.fetch.pkt.ProtocolException}. No buffer is sized
 * by a number the server sent, nothing recurses. Source: gitprotocol-common(5).
 */
package got.fetch.pkt;
