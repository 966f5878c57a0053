#include "machines/code.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.hpp"

namespace nrmm::machines {
namespace {

// One piece of a format such as "{stage}-{province}{district}{serial:5}": literal text or a placeholder with
// a width.
struct Piece {
  std::string name;  // empty: literal
  std::string literal;
  int width = 0;
};

// A width that is none, or beyond what a number has digits for, is 0: such a format gives no serials.
int width_of(std::string_view text) {
  constexpr int kWidest = 8;
  int width = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), width);
  return error == std::errc() && at == text.data() + text.size() && width >= 1 && width <= kWidest ? width
                                                                                                   : 0;
}

std::vector<Piece> pieces_of(std::string_view format) {
  std::vector<Piece> pieces;
  while (!format.empty()) {
    const std::size_t open = format.find('{');
    if (open != 0) {
      pieces.push_back({{}, std::string(format.substr(0, open)), 0});
      format.remove_prefix(std::min(open, format.size()));
      continue;
    }
    const std::size_t close = format.find('}');
    if (close == std::string_view::npos) break;
    const auto parts = split(format.substr(1, close - 1), ':');
    pieces.push_back({parts[0], {}, parts.size() > 1 ? width_of(parts[1]) : 0});
    format.remove_prefix(close + 1);
  }
  return pieces;
}

int serial_width(const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    if (piece.name == "serial") return piece.width;
  }
  return 0;
}

std::string province_of(const cities::Pack& pack, const cities::District& district, Date on) {
  const std::string own = pack.text_policy("code.province_char", on);
  return own.empty() ? district.province : own;
}

// The number in the pack's alphabet, zero first, padded to the width.
std::string digits(std::int64_t number, const std::string& alphabet, int width) {
  std::string out(static_cast<std::size_t>(width), alphabet.front());
  const auto base = static_cast<std::int64_t>(alphabet.size());
  for (auto at = out.rbegin(); at != out.rend() && number > 0; ++at, number /= base) {
    *at = alphabet[static_cast<std::size_t>(number % base)];
  }
  return out;
}

// Upper case ASCII with one kind of hyphen, no blanks and no leading 环.
std::string plain(std::string_view typed) {
  std::string text = ascii_upper(to_half_width(trim(typed)));
  for (const std::string_view dash : {"—", "–", "−", "‐", "‑", "－", "ー", "_"}) {
    for (std::size_t at; (at = text.find(dash)) != std::string::npos;) text.replace(at, dash.size(), "-");
  }
  if (text.starts_with("环")) text.erase(0, std::string_view("环").size());
  std::erase(text, ' ');
  return text;
}

}  // namespace

std::string serial_prefix(const cities::Pack& pack, const cities::District& district, Date on) {
  return province_of(pack, district, on) + district.code;
}

std::int64_t serial_capacity(const cities::Pack& pack, Date on) {
  const auto base = static_cast<std::int64_t>(pack.text_policy("code.alphabet", on).size());
  std::int64_t capacity = 1;
  for (int i = serial_width(pieces_of(pack.text_policy("code.format", on))); i > 0; --i) capacity *= base;
  return capacity;
}

std::optional<std::string> format_serial(const cities::Pack& pack, const cities::District& district,
                                         std::int64_t number, Date on) {
  if (number < 1 || number >= serial_capacity(pack, on)) return std::nullopt;
  const int width = serial_width(pieces_of(pack.text_policy("code.format", on)));
  return serial_prefix(pack, district, on) + digits(number, pack.text_policy("code.alphabet", on), width);
}

std::optional<std::int64_t> serial_number(const cities::Pack& pack, std::string_view serial, Date on) {
  const std::string alphabet = pack.text_policy("code.alphabet", on);
  const auto width = static_cast<std::size_t>(serial_width(pieces_of(pack.text_policy("code.format", on))));
  if (serial.size() < width) return std::nullopt;
  std::int64_t number = 0;
  for (const char digit : serial.substr(serial.size() - width)) {
    const std::size_t value = alphabet.find(digit);
    if (value == std::string::npos) return std::nullopt;
    number = number * static_cast<std::int64_t>(alphabet.size()) + static_cast<std::int64_t>(value);
  }
  return number;
}

std::string display_code(const cities::Pack& pack, std::string_view stage, std::string_view serial, Date on) {
  std::string out;
  for (const Piece& piece : pieces_of(pack.text_policy("code.format", on))) {
    if (piece.name == "stage")
      out += stage;
    else if (piece.name.empty())
      out += piece.literal;
    else
      break;  // what follows the stage is the serial, whole
  }
  return out.append(serial);
}

std::optional<ReadCode> read_code(const cities::Pack& pack, std::string_view typed, Date on) {
  constexpr std::size_t kLongestTyped = 64;
  constexpr std::size_t kSerialLength = 8;
  if (typed.size() > kLongestTyped) return std::nullopt;
  std::string text = plain(typed);
  ReadCode read;
  if (text.size() > kSerialLength) {
    read.stage = text.substr(0, 1);
    text.erase(0, 1);
    if (text.starts_with("-")) text.erase(0, 1);
    const cities::Vocabulary* stages = pack.vocabulary("emission_stage");
    if (!stages || !stages->term(read.stage)) return std::nullopt;
  }
  const std::string alphabet = pack.text_policy("code.alphabet", on);
  if (text.size() != kSerialLength || text.find_first_not_of(alphabet) != std::string::npos)
    return std::nullopt;
  read.serial = text;
  return read;
}

std::optional<ReadCode> read_own_code(const cities::Pack& pack, std::string_view typed, Date on) {
  auto read = read_code(pack, typed, on);
  if (!read) return std::nullopt;
  for (const cities::District& district : pack.districts) {
    if (read->serial.starts_with(serial_prefix(pack, district, on))) return read;
  }
  return std::nullopt;
}

}  // namespace nrmm::machines
