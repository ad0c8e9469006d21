// SIGINT and SIGTERM ask an update to end; it does so between two documents.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace opslag::indexer {

void catch_interrupts();
int interrupt_signal();  // 0 if there was none

}  // namespace opslag::indexer
