/** How often tenants may call, and jobs may get uploads. */
@NullMarked
package io.syncjobs.server.overload.rate;

import org.jspecify.annotations.NullMarked;
