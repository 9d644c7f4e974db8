/**
 * Ids of Git objects; for SHA-1 with collision detection that no caller can switch off.
 *
 * <pre>
 *  update(bytes) ─▶ Sha1Digest: blocks of 64 bytes, at most 64 at a time
 *                     │ messages only                 │ all bytes
 *                     ▼                               ▼
 *                   LaneCheck ── suspects ──▶ BlockHash (the JDK's SHA-1, or Java)
 *                   bit conditions, vectorised        │ chaining values around a suspect
 *                                                     ▼
 *                                                   RecompressionLanes ──▶ CollisionException
 *                                                   many at once, vectorised
 * </pre>
 *
 * <p>An object in memory goes through {@link got.pack.digest.ObjectHash} instead, which leaves out
 * what the {@link got.pack.digest.Trail} of its base answers for the blocks it has from there.
 *
 * <p>The bit conditions read the expanded message words alone, so the check needs nothing from the
 * hash and the hash can be the processor's. About one block in twenty meets all conditions of some
 * disturbance vector; only there the chaining values are fetched and the attack's other message is
 * compressed, for sixteen suspects at a time. Source: Stevens and Shumow, "Speeding up detection of
 * SHA-1 collision attacks using unavoidable attack conditions", USENIX Security 2017.
 */
@NullMarked
package got.pack.digest;

import org.jspecify.annotations.NullMarked;
