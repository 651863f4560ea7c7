/**
 * What happens to every request before it is looked at: its ids, and its address among the many
 * that mean the same.
 */
@NullMarked
package io.syncjobs.server.web.address;

import org.jspecify.annotations.NullMarked;
