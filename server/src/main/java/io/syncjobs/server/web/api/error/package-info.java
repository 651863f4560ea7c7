/** Error answers, in one form for every cause. */
@NullMarked
package io.syncjobs.server.web.api.error;

import org.jspecify.annotations.NullMarked;
