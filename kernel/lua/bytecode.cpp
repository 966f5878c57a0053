#include "lua/bytecode.hpp"

#include <cstdint>
#include <cstring>
#include <stdexcept>

#include <lua.hpp>

// The layout is that of ldump.c and lopcodes.h; it changes with the minor version only.
static_assert(LUA_VERSION_NUM == 504, "used_names() reads the bytecode of Lua 5.4");

namespace nrmm::lua {
namespace {

constexpr std::size_t kHeader = 4 + 1 + 1 + 6 + 3 + sizeof(lua_Integer) + sizeof(lua_Number);
constexpr unsigned kGetUpvalueField = 11;  // R[A] := Upvalue[B][K[C]]
constexpr unsigned kGetField = 14;         // R[A] := R[B][K[C]]
constexpr unsigned kSetUpvalueField = 15;  // Upvalue[A][K[B]] := …
constexpr std::int8_t kAbsoluteLine = -0x80;

struct Instruction {
  std::uint32_t bits;
  unsigned op() const { return bits & 0x7F; }
  unsigned a() const { return bits >> 7 & 0xFF; }
  unsigned b() const { return bits >> 16 & 0xFF; }
  unsigned c() const { return bits >> 24; }
};

struct Function {
  int line = 0;
  std::vector<Instruction> code;
  std::vector<std::string> constants;  // "" for what is not a text
  std::vector<int> lines;              // of each instruction
  std::vector<std::string> upvalues;   // names
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  unsigned char byte() { return static_cast<unsigned char>(take(1)[0]); }
  std::string_view take(std::size_t count) {
    if (rest_.size() < count) throw std::runtime_error("the bytecode ends early");
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::size_t number() {  // seven bits a byte, the last one marked
    std::size_t value = 0;
    for (;;) {
      const unsigned char next = byte();
      value = value << 7 | (next & 0x7FU);
      if ((next & 0x80U) != 0) return value;
    }
  }
  std::string text() {
    const std::size_t size = number();
    return size == 0 ? std::string() : std::string(take(size - 1));
  }

 private:
  std::string_view rest_;
};

class Scan {
 public:
  explicit Scan(std::string_view bytecode) : reader_(bytecode) {}

  std::vector<NameUse> run() {
    reader_.take(kHeader);
    reader_.byte();  // number of upvalues, stated again in the function
    function();
    return std::move(uses_);
  }

 private:
  void function() {
    Function read;
    reader_.text();  // source
    read.line = static_cast<int>(reader_.number());
    reader_.number();  // last line
    reader_.take(3);   // parameters, vararg, stack
    code(read);
    constants(read);
    reader_.take(3 * reader_.number());  // upvalues, without their names
    for (std::size_t count = reader_.number(); count > 0; --count) function();
    lines(read);
    upvalue_names(read);
    note_uses(read);
  }

  void code(Function& read) {
    for (std::size_t count = reader_.number(); count > 0; --count) {
      Instruction& next = read.code.emplace_back();
      std::memcpy(&next.bits, reader_.take(sizeof next.bits).data(), sizeof next.bits);
    }
  }

  void constants(Function& read) {
    for (std::size_t count = reader_.number(); count > 0; --count) {
      const unsigned kind = reader_.byte();
      std::string& text = read.constants.emplace_back();
      if ((kind & 0x0FU) == LUA_TSTRING) text = reader_.text();
      if ((kind & 0x0FU) == LUA_TNUMBER) reader_.take(8);
    }
  }

  void lines(Function& read) {
    const std::string_view steps = reader_.take(reader_.number());
    std::vector<int> absolute(steps.size(), 0);
    for (std::size_t count = reader_.number(); count > 0; --count) {
      const std::size_t at = reader_.number();
      absolute.at(at) = static_cast<int>(reader_.number());
    }
    int line = read.line;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const auto step = static_cast<std::int8_t>(steps[i]);
      line = step == kAbsoluteLine ? absolute[i] : line + step;
      read.lines.push_back(line);
    }
  }

  void upvalue_names(Function& read) {
    for (std::size_t count = reader_.number(); count > 0; --count) {  // locals
      reader_.text();
      reader_.number();
      reader_.number();
    }
    for (std::size_t count = reader_.number(); count > 0; --count) read.upvalues.push_back(reader_.text());
  }

  void note_uses(const Function& read) {
    for (std::size_t i = 0; i < read.code.size(); ++i) {
      const Instruction now = read.code[i];
      const bool reads = now.op() == kGetUpvalueField && read.upvalues.at(now.b()) == "_ENV";
      const bool writes = now.op() == kSetUpvalueField && read.upvalues.at(now.a()) == "_ENV";
      if (writes) uses_.push_back({"", read.constants.at(now.b()), read.lines.at(i), true});
      if (!reads) continue;
      const std::string& name = read.constants.at(now.c());
      uses_.push_back({"", name, read.lines.at(i), false});
      if (i + 1 == read.code.size()) continue;
      const Instruction next = read.code[i + 1];
      if (next.op() == kGetField && next.b() == now.a())
        uses_.push_back({name, read.constants.at(next.c()), read.lines.at(i + 1), false});
    }
  }

  Reader reader_;
  std::vector<NameUse> uses_;
};

}  // namespace

std::vector<NameUse> used_names(std::string_view bytecode) { return Scan(bytecode).run(); }

}  // namespace nrmm::lua
