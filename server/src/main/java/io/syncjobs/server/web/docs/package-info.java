/** The page that shows the contract, and the contract itself. */
@NullMarked
package io.syncjobs.server.web.docs;

import org.jspecify.annotations.NullMarked;
