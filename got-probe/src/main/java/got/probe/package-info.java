/**
 * The probe of {@code gotadmin confinement}.
 *
 * <p>gotadmin starts {@link got.probe.Main} in a helper's place; it confines itself by the helper's
 * own policy, tries {@link got.probe.Attempts}, and reports on standard error. The archive is
 * readable to a probe only: it is on no helper's class path and in no helper's Landlock domain.
 */
package got.probe;
