/** State page, docs page and files of the contract. */
@NullMarked
package io.syncjobs.server.web.docs;

import org.jspecify.annotations.NullMarked;
