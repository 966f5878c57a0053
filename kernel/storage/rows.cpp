#include <charconv>
#include <cstdlib>

#include <libpq-fe.h>

#include "storage/database.hpp"

namespace nrmm::storage {

namespace {

PGresult* result_of(const std::shared_ptr<void>& result) { return static_cast<PGresult*>(result.get()); }

// The elements of a one-dimensional array in PostgreSQL's text form: {a,"b,\"c\"",NULL}.
class ArrayReader {
 public:
  explicit ArrayReader(std::string_view text) : text_(text) {}

  std::vector<std::string> read() {
    std::vector<std::string> out;
    while (++at_ < text_.size() && text_[at_] != '}') {
      out.push_back(text_[at_] == '"' ? quoted() : plain());
      if (at_ < text_.size() && text_[at_] == '}') break;
    }
    return out;
  }

 private:
  std::string quoted() {
    std::string value;
    while (++at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') ++at_;
      value += text_[at_];
    }
    ++at_;
    return value;
  }

  std::string plain() {
    const std::size_t from = at_;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}') ++at_;
    const std::string_view value = text_.substr(from, at_ - from);
    return value == "NULL" ? std::string() : std::string(value);
  }

  std::string_view text_;
  std::size_t at_ = 0;  // on the opening brace, then on each separator
};

}  // namespace

Rows::Rows(void* pg_result)
    : result_(pg_result, [](void* result) { PQclear(static_cast<PGresult*>(result)); }) {}

int Rows::size() const { return PQntuples(result_of(result_)); }
int Rows::affected() const { return std::atoi(PQcmdTuples(result_of(result_))); }
std::string_view Rows::tag() const { return PQcmdStatus(result_of(result_)); }

Row Rows::front() const {
  if (empty()) throw std::logic_error("no row where one was expected");
  return Row(this, 0);
}

// Rows are narrow: comparing names beats building an index for every answer.
int Rows::column(std::string_view name) const {
  const PGresult* result = result_of(result_);
  for (int i = 0, count = PQnfields(result); i < count; ++i)
    if (name == PQfname(result, i)) return i;
  throw std::logic_error("the statement has no column " + std::string(name));
}

const char* Row::raw(std::string_view column) const {
  const PGresult* result = result_of(rows_->result_);
  const int at = rows_->column(column);
  return PQgetisnull(result, index_, at) ? nullptr : PQgetvalue(result, index_, at);
}

bool Row::is_null(std::string_view column) const { return raw(column) == nullptr; }

std::string Row::text(std::string_view column) const {
  const char* value = raw(column);
  return value ? value : "";
}

std::optional<std::string> Row::maybe(std::string_view column) const {
  const char* value = raw(column);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::int64_t Row::integer(std::string_view column) const {
  const char* value = raw(column);
  if (!value) return 0;
  const std::string_view text = value;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::logic_error("column " + std::string(column) + " is no integer");
  return number;
}

double Row::number(std::string_view column) const {
  const char* value = raw(column);
  return value ? std::strtod(value, nullptr) : 0;
}

bool Row::flag(std::string_view column) const {
  const char* value = raw(column);
  return value && value[0] == 't';
}

// jsonb is valid by construction; the strict reader is for what clients send.
Json Row::json(std::string_view column) const {
  const char* value = raw(column);
  return value ? Json::parse(value) : Json(nullptr);
}

std::vector<std::string> Row::array(std::string_view column) const {
  const char* value = raw(column);
  return value ? ArrayReader(value).read() : std::vector<std::string>();
}

}  // namespace nrmm::storage
