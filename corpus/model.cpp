// The few operations of the model.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/model.h"

namespace opslag::corpus {

std::string to_string(const ItemNumber& number) {
  if (const int* integer = std::get_if<int>(&number)) return std::to_string(*integer);
  if (const std::string* text = std::get_if<std::string>(&number)) return *text;
  return {};
}

}  // namespace opslag::corpus
