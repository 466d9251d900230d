<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>About Countersign</source>
        <translation>Tentang Countersign</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>Build</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>Dibuat</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Disalin.</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Salin versi</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Isi program</translation>
    </message>
    <message>
        <source>It carries no text of its own; its licence is named in the list.</source>
        <translation>Tidak membawa teks sendiri; lisensinya tercantum di daftar.</translation>
    </message>
    <message>
        <source>Licence not declared</source>
        <translation>Lisensi tidak disebutkan</translation>
    </message>
    <message>
        <source>Licences and sources</source>
        <translation>Lisensi dan kode sumber</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation>Tidak ada yang bernama demikian.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Search name or licence</source>
        <translation>Cari nama atau lisensi</translation>
    </message>
    <message>
        <source>Sources: {place}</source>
        <translation>Kode sumber: {place}</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistem</translation>
    </message>
    <message>
        <source>The text of the licence</source>
        <translation>Teks lisensi</translation>
    </message>
    <message>
        <source>There was no answer. Close the page and open it again.</source>
        <translation>Tidak ada jawaban. Tutup halaman ini dan buka lagi.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versi</translation>
    </message>
    <message>
        <source>What is inside, and its licences</source>
        <translation>Isi program, dan lisensinya</translation>
    </message>
    <message>
        <source>Your rights, and the sources</source>
        <translation>Hak Anda, dan kode sumbernya</translation>
    </message>
    <message>
        <source>none: runs from its sources</source>
        <translation>tidak ada: berjalan dari kode sumber</translation>
    </message>
    <message>
        <source>source offered</source>
        <translation>kode sumber ditawarkan</translation>
    </message>
    <message>
        <source>{shown} of {count}</source>
        <translation>{shown} dari {count}</translation>
    </message>
</context>
<context>
    <name>ActPanel</name>
    <message>
        <source>Afterwards</source>
        <translation>Sesudahnya</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Diminta</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Memuat…</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Sekarang</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Pcs</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>Reason: why this has to be</source>
        <translation>Alasan: mengapa ini perlu</translation>
    </message>
    <message>
        <source>The labels that the session counted</source>
        <translation>Label yang dihitung sesi ini</translation>
    </message>
    <message>
        <source>There was no answer. It may have been done: try again, it is never done twice.</source>
        <translation>Tidak ada jawaban. Mungkin sudah dilakukan: coba lagi, ini tidak pernah dilakukan dua kali.</translation>
    </message>
    <message>
        <source>What becomes of the note&apos;s parts</source>
        <translation>Perubahan pada part surat jalan ini</translation>
    </message>
    <message>
        <source>What happens to it</source>
        <translation>Yang terjadi padanya</translation>
    </message>
    <message>
        <source>{trouble} F5 looks again.</source>
        <translation>{trouble} F5 untuk melihat lagi.</translation>
    </message>
</context>
<context>
    <name>AliasActions</name>
    <message>
        <source>Reason: what was looked at, and why it is so</source>
        <translation>Alasan: apa yang diperiksa, dan mengapa demikian</translation>
    </message>
    <message>
        <source>Say why, in a few words.</source>
        <translation>Tuliskan alasannya, singkat saja.</translation>
    </message>
</context>
<context>
    <name>AliasDetail</name>
    <message>
        <source>Choose a part</source>
        <translation>Pilih part</translation>
    </message>
    <message>
        <source>Covers of the part</source>
        <translation>Cover dari part ini</translation>
    </message>
    <message>
        <source>Covers that the model calls so</source>
        <translation>Cover yang dinamai demikian oleh model</translation>
    </message>
    <message>
        <source>Decisions that would have been others</source>
        <translation>Keputusan yang akan berbeda</translation>
    </message>
    <message>
        <source>No picture here: none was kept, or it lies on another station.</source>
        <translation>Tidak ada gambar di sini: tidak disimpan, atau ada di stasiun lain.</translation>
    </message>
    <message>
        <source>Part that the label may be</source>
        <translation>Part yang mungkin dimaksud label</translation>
    </message>
    <message>
        <source>The ERP&apos;s part</source>
        <translation>Part di ERP</translation>
    </message>
    <message>
        <source>The model says</source>
        <translation>Kata model</translation>
    </message>
    <message>
        <source>model {model}</source>
        <translation>model {model}</translation>
    </message>
    <message>
        <source>spelt {part}</source>
        <translation>dieja {part}</translation>
    </message>
</context>
<context>
    <name>AliasList</name>
    <message>
        <source>Labels and aliases</source>
        <translation>Label dan alias</translation>
    </message>
</context>
<context>
    <name>AliasPage</name>
    <message>
        <source>Approve</source>
        <translation>Setujui</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Disetujui</translation>
    </message>
    <message>
        <source>Approved by {who}, {at}</source>
        <translation>Disetujui oleh {who}, {at}</translation>
    </message>
    <message>
        <source>Approved, it would have changed {changed} of {count} decisions of the last {days} days.</source>
        <translation>Jika disetujui, {changed} dari {count} keputusan dalam {days} hari terakhir akan berubah.</translation>
    </message>
    <message>
        <source>In the last {days} days: {accepted} accepted, {refused} refused, {undecided} not decided.</source>
        <translation>Dalam {days} hari terakhir: {accepted} diterima, {refused} ditolak, {undecided} tidak diputuskan.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Memuat…</translation>
    </message>
    <message>
        <source>Looking at the last days…</source>
        <translation>Memeriksa beberapa hari terakhir…</translation>
    </message>
    <message>
        <source>No part of the last days&apos; notes is chosen. Choose the one that it is.</source>
        <translation>Belum ada part dari surat jalan terakhir yang dipilih. Pilih part yang dimaksud.</translation>
    </message>
    <message>
        <source>Not both are built of six segments: compare them whole.</source>
        <translation>Tidak keduanya terdiri dari enam segmen: bandingkan secara utuh.</translation>
    </message>
    <message>
        <source>Not replayed: {what}.</source>
        <translation>Tidak diputar ulang: {what}.</translation>
    </message>
    <message>
        <source>Notes ask for parts that are spelt so: it needs no alias.</source>
        <translation>Surat jalan meminta part dengan ejaan ini: tidak perlu alias.</translation>
    </message>
    <message>
        <source>Nothing differs.</source>
        <translation>Tidak ada perbedaan.</translation>
    </message>
    <message>
        <source>Nothing here yet: no alias was proposed, and no label was decided in the last days.</source>
        <translation>Belum ada apa-apa: belum ada alias yang diusulkan, dan tidak ada label yang diputuskan beberapa hari terakhir.</translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation>Tidak ada yang bernama demikian.</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>Usulkan</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>Diusulkan</translation>
    </message>
    <message>
        <source>Proposed by {who}, {at}</source>
        <translation>Diusulkan oleh {who}, {at}</translation>
    </message>
    <message>
        <source>Recording…</source>
        <translation>Mencatat…</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Cabut</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Dicabut</translation>
    </message>
    <message>
        <source>Revoked by {who}, {at}</source>
        <translation>Dicabut oleh {who}, {at}</translation>
    </message>
    <message>
        <source>Revoked, it would have changed {changed} of {count} decisions of the last {days} days.</source>
        <translation>Jika dicabut, {changed} dari {count} keputusan dalam {days} hari terakhir akan berubah.</translation>
    </message>
    <message>
        <source>Search labels, parts, people</source>
        <translation>Cari label, part, orang</translation>
    </message>
    <message>
        <source>Spelt as on the notes</source>
        <translation>Dieja seperti di surat jalan</translation>
    </message>
    <message>
        <source>The database does not answer. Nothing is lost: try again.</source>
        <translation>Database tidak menjawab. Tidak ada yang hilang: coba lagi.</translation>
    </message>
    <message>
        <source>The label was not among the {count} decisions of the last {days} days.</source>
        <translation>Label ini tidak ada di antara {count} keputusan dalam {days} hari terakhir.</translation>
    </message>
    <message>
        <source>They look {percent} % alike, which decides nothing.</source>
        <translation>Kemiripannya {percent} %, tetapi itu tidak menentukan apa pun.</translation>
    </message>
    <message>
        <source>Without an alias</source>
        <translation>Tanpa alias</translation>
    </message>
    <message>
        <source>accepted as {part}</source>
        <translation>diterima sebagai {part}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>dan {count} lagi</translation>
    </message>
    <message>
        <source>cover series</source>
        <translation>seri cover</translation>
    </message>
    <message>
        <source>finish code</source>
        <translation>kode finishing</translation>
    </message>
    <message>
        <source>label flag</source>
        <translation>tanda label</translation>
    </message>
    <message>
        <source>like no part of the notes</source>
        <translation>tidak mirip part mana pun</translation>
    </message>
    <message>
        <source>needs none</source>
        <translation>tidak perlu alias</translation>
    </message>
    <message>
        <source>none</source>
        <translation>tidak ada</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>tidak diputuskan</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>awalan</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>ditolak</translation>
    </message>
    <message>
        <source>side</source>
        <translation>sisi</translation>
    </message>
    <message>
        <source>size</source>
        <translation>ukuran</translation>
    </message>
    <message>
        <source>type code</source>
        <translation>kode tipe</translation>
    </message>
    <message>
        <source>variant</source>
        <translation>varian</translation>
    </message>
    <message>
        <source>{at} · DN {dn} · {station}: {before} → {after}</source>
        <translation>{at} · DN {dn} · {station}: {before} → {after}</translation>
    </message>
    <message>
        <source>{count} of other models or versions</source>
        <translation>{count} dari model atau versi lain</translation>
    </message>
    <message>
        <source>{count} older ones</source>
        <translation>{count} yang lebih lama</translation>
    </message>
    <message>
        <source>{count} whose note is not known</source>
        <translation>{count} yang surat jalannya tidak diketahui</translation>
    </message>
    <message>
        <source>{part}?  {percent} %</source>
        <translation>{part}?  {percent} %</translation>
    </message>
    <message>
        <source>✓ Approved. Stations take it over with their next delivery note. To undo: revoke it.</source>
        <translation>✓ Disetujui. Stasiun memakainya mulai surat jalan berikutnya. Untuk membatalkan: cabut.</translation>
    </message>
    <message>
        <source>✓ Proposed. It counts when another supervisor has approved it.</source>
        <translation>✓ Diusulkan. Berlaku setelah disetujui supervisor lain.</translation>
    </message>
    <message>
        <source>✓ Revoked. Stations take it over with their next delivery note.</source>
        <translation>✓ Dicabut. Stasiun memakainya mulai surat jalan berikutnya.</translation>
    </message>
    <message>
        <source>✗ {count} covers that were refused, or accepted as another part, would have been accepted.</source>
        <translation>✗ {count} cover yang ditolak, atau diterima sebagai part lain, akan diterima.</translation>
    </message>
</context>
<context>
    <name>AskPerson</name>
    <message>
        <source>Badge</source>
        <translation>Lencana</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PIN atau kata sandi</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>There was no answer. Try again.</source>
        <translation>Tidak ada jawaban. Coba lagi.</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Enter   Go on</source>
        <translation>Enter   Lanjut</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Memuat…</translation>
    </message>
    <message>
        <source>No picture of this part was judged correct yet.</source>
        <translation>Belum ada gambar part ini yang dinilai benar.</translation>
    </message>
    <message>
        <source>Nothing waits to be judged: of the last days every doubtful cover, and every one of the blind sample, has its verdict.</source>
        <translation>Tidak ada yang menunggu dinilai: dari hari-hari terakhir setiap cover yang meragukan, dan setiap cover sampel buta, sudah dinilai.</translation>
    </message>
    <message>
        <source>Space   Close up</source>
        <translation>Spasi   Perbesar</translation>
    </message>
    <message>
        <source>The camera&apos;s word: this is</source>
        <translation>Kata kamera: ini adalah</translation>
    </message>
    <message>
        <source>The part for comparison</source>
        <translation>Part sebagai pembanding</translation>
    </message>
    <message>
        <source>The picture to judge</source>
        <translation>Gambar yang dinilai</translation>
    </message>
    <message>
        <source>This picture cannot be shown.</source>
        <translation>Gambar ini tidak dapat ditampilkan.</translation>
    </message>
    <message>
        <source>This round is done. Others wait behind it.</source>
        <translation>Putaran ini selesai. Masih ada yang lain menunggu.</translation>
    </message>
    <message>
        <source>Z   Take back</source>
        <translation>Z   Batalkan</translation>
    </message>
    <message>
        <source>{count} others have no picture on this machine.</source>
        <translation>{count} lainnya tidak punya gambar di komputer ini.</translation>
    </message>
    <message>
        <source>{left} left</source>
        <translation>{left} tersisa</translation>
    </message>
    <message>
        <source>{left} left, and more behind them</source>
        <translation>{left} tersisa, dan masih ada lagi sesudahnya</translation>
    </message>
</context>
<context>
    <name>AuditFilterBar</name>
    <message>
        <source>About</source>
        <translation>Tentang</translation>
    </message>
    <message>
        <source>About, as session:…</source>
        <translation>Tentang, misalnya session:…</translation>
    </message>
    <message>
        <source>Any deed</source>
        <translation>Semua perbuatan</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Kosongkan</translation>
    </message>
    <message>
        <source>Deed</source>
        <translation>Perbuatan</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Search anywhere   ( / )</source>
        <translation>Cari di mana saja   ( / )</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Which audit</source>
        <translation>Audit yang mana</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Siapa</translation>
    </message>
</context>
<context>
    <name>AuditList</name>
    <message>
        <source>Lines of the audit</source>
        <translation>Baris-baris audit</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>Break off</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Check this audit</source>
        <translation>Periksa audit ini</translation>
    </message>
    <message>
        <source>What is wrong with the audit</source>
        <translation>Apa yang salah dengan audit</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>tidak ada jawaban tepat waktu</translation>
    </message>
</context>
<context>
    <name>AuditTable</name>
    <message>
        <source>About</source>
        <translation>Tentang</translation>
    </message>
    <message>
        <source>Deed</source>
        <translation>Perbuatan</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Baris</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Siapa</translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message>
        <source>Alias approved</source>
        <translation>Alias disetujui</translation>
    </message>
    <message>
        <source>Alias proposed</source>
        <translation>Alias diusulkan</translation>
    </message>
    <message>
        <source>Alias revoked</source>
        <translation>Alias dicabut</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>Kapan saja</translation>
    </message>
    <message>
        <source>Audit begun</source>
        <translation>Audit dimulai</translation>
    </message>
    <message>
        <source>Checked so far: {lines} lines…</source>
        <translation>Sudah diperiksa: {lines} baris…</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Konflik diselesaikan</translation>
    </message>
    <message>
        <source>Cover accepted</source>
        <translation>Tutup diterima</translation>
    </message>
    <message>
        <source>Cover refused</source>
        <translation>Tutup ditolak</translation>
    </message>
    <message>
        <source>Cover undecided</source>
        <translation>Tutup belum pasti</translation>
    </message>
    <message>
        <source>Decision judged</source>
        <translation>Keputusan dinilai</translation>
    </message>
    <message>
        <source>Delivery note completed</source>
        <translation>Surat jalan dilengkapi</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Diekspor</translation>
    </message>
    <message>
        <source>Full screen left</source>
        <translation>Layar penuh ditinggalkan</translation>
    </message>
    <message>
        <source>In the last 24 hours</source>
        <translation>24 jam terakhir</translation>
    </message>
    <message>
        <source>In the last 30 days</source>
        <translation>30 hari terakhir</translation>
    </message>
    <message>
        <source>In the last 7 days</source>
        <translation>7 hari terakhir</translation>
    </message>
    <message>
        <source>Label counted</source>
        <translation>Label dihitung</translation>
    </message>
    <message>
        <source>Label taken back</source>
        <translation>Label dibatalkan</translation>
    </message>
    <message>
        <source>Locked when idle</source>
        <translation>Terkunci karena diam</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Mencari…</translation>
    </message>
    <message>
        <source>Message released</source>
        <translation>Pesan dilepas</translation>
    </message>
    <message>
        <source>Messages sent again</source>
        <translation>Pesan dikirim ulang</translation>
    </message>
    <message>
        <source>Model refused</source>
        <translation>Model ditolak</translation>
    </message>
    <message>
        <source>Model taken back</source>
        <translation>Model ditarik kembali</translation>
    </message>
    <message>
        <source>New model used</source>
        <translation>Model baru dipakai</translation>
    </message>
    <message>
        <source>Note written</source>
        <translation>Catatan ditulis</translation>
    </message>
    <message>
        <source>Nothing found. Ask for less, or look in the other audit.</source>
        <translation>Tidak ditemukan. Kurangi syaratnya, atau cari di audit yang lain.</translation>
    </message>
    <message>
        <source>Nothing here yet: nobody has done anything that is written down.</source>
        <translation>Belum ada apa-apa: belum ada perbuatan yang tercatat.</translation>
    </message>
    <message>
        <source>Other audit noted</source>
        <translation>Audit lain dicatat</translation>
    </message>
    <message>
        <source>PIN or password set</source>
        <translation>PIN atau kata sandi dipasang</translation>
    </message>
    <message>
        <source>Person added</source>
        <translation>Orang ditambahkan</translation>
    </message>
    <message>
        <source>Person changed</source>
        <translation>Data orang diubah</translation>
    </message>
    <message>
        <source>Person removed</source>
        <translation>Orang dihapus</translation>
    </message>
    <message>
        <source>Record restored</source>
        <translation>Catatan stasiun dipulihkan</translation>
    </message>
    <message>
        <source>Review reopened</source>
        <translation>Pemeriksaan dibuka lagi</translation>
    </message>
    <message>
        <source>Session left</source>
        <translation>Sesi ditinggalkan</translation>
    </message>
    <message>
        <source>Session opened</source>
        <translation>Sesi dibuka</translation>
    </message>
    <message>
        <source>Session reopened</source>
        <translation>Sesi dibuka lagi</translation>
    </message>
    <message>
        <source>Session reviewed</source>
        <translation>Sesi diperiksa</translation>
    </message>
    <message>
        <source>Session submitted</source>
        <translation>Sesi dikirim</translation>
    </message>
    <message>
        <source>Session voided</source>
        <translation>Sesi dibatalkan</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>Pengaturan diubah</translation>
    </message>
    <message>
        <source>Shift check failed</source>
        <translation>Pemeriksaan shift gagal</translation>
    </message>
    <message>
        <source>Shift check overridden</source>
        <translation>Pemeriksaan shift dilewati</translation>
    </message>
    <message>
        <source>Shift check passed</source>
        <translation>Pemeriksaan shift lulus</translation>
    </message>
    <message>
        <source>Shift handed over</source>
        <translation>Shift diserahterimakan</translation>
    </message>
    <message>
        <source>Sign-in locked</source>
        <translation>Masuk dikunci</translation>
    </message>
    <message>
        <source>Sign-in refused</source>
        <translation>Masuk ditolak</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Station&apos;s key noted</source>
        <translation>Kunci stasiun dicatat</translation>
    </message>
    <message>
        <source>The factory</source>
        <translation>Pabrik</translation>
    </message>
    <message>
        <source>This station</source>
        <translation>Stasiun ini</translation>
    </message>
    <message>
        <source>Unlocked</source>
        <translation>Kunci dibuka</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Tidak terbaca</translation>
    </message>
    <message>
        <source>⚠ Whole: {lines} lines. Nothing was noted elsewhere: an end cut off would not be seen.</source>
        <translation>⚠ Utuh: {lines} baris. Tidak ada catatan di tempat lain: ujung yang dipotong tidak akan terlihat.</translation>
    </message>
    <message>
        <source>✓ Whole: {lines} lines. Heads noted elsewhere that agree: {heads}.</source>
        <translation>✓ Utuh: {lines} baris. Catatan di tempat lain yang cocok: {heads}.</translation>
    </message>
    <message>
        <source>✗ Not whole: {found} findings in {lines} lines.</source>
        <translation>✗ Tidak utuh: {found} temuan dalam {lines} baris.</translation>
    </message>
</context>
<context>
    <name>Autopilot</name>
    <message>
        <source>A carton that must be refused is scanned: {text}.</source>
        <translation>Karton yang harus ditolak dipindai: {text}.</translation>
    </message>
    <message>
        <source>A scripted operator works at this station. Press any key to take over.</source>
        <translation>Operator otomatis bekerja di stasiun ini. Tekan tombol apa saja untuk mengambil alih.</translation>
    </message>
    <message>
        <source>Carton label {text} is scanned.</source>
        <translation>Label karton {text} dipindai.</translation>
    </message>
    <message>
        <source>Done: the note is committed.</source>
        <translation>Selesai: surat jalan tercatat.</translation>
    </message>
    <message>
        <source>Everything is labelled.</source>
        <translation>Semua sudah berlabel.</translation>
    </message>
    <message>
        <source>Some parts are open: a reason is chosen.</source>
        <translation>Ada part yang belum terpenuhi: alasan dipilih.</translation>
    </message>
    <message>
        <source>Submit is pressed.</source>
        <translation>Tombol Kirim ditekan.</translation>
    </message>
    <message>
        <source>The ERP is asked for the note.</source>
        <translation>Surat jalan ditanyakan ke ERP.</translation>
    </message>
    <message>
        <source>The camera looks for {text}.</source>
        <translation>Kamera mencari {text}.</translation>
    </message>
    <message>
        <source>The delivery note {text} is scanned.</source>
        <translation>Surat jalan {text} dipindai.</translation>
    </message>
    <message>
        <source>The discrepancy is confirmed.</source>
        <translation>Selisih dikonfirmasi.</translation>
    </message>
    <message>
        <source>The note was packed before; it is reopened.</source>
        <translation>Surat jalan pernah dikemas; dibuka lagi.</translation>
    </message>
    <message>
        <source>The operator signs in with a badge.</source>
        <translation>Operator masuk dengan kartu pengenal.</translation>
    </message>
    <message>
        <source>The refusal is understood.</source>
        <translation>Penolakan dimengerti.</translation>
    </message>
    <message>
        <source>The submission can still be taken back.</source>
        <translation>Pengiriman masih dapat dibatalkan.</translation>
    </message>
    <message>
        <source>You have the station now.</source>
        <translation>Stasiun kini di tangan Anda.</translation>
    </message>
</context>
<context>
    <name>CameraPage</name>
    <message>
        <source>Another camera, by its address</source>
        <translation>Kamera lain, menurut alamatnya</translation>
    </message>
    <message>
        <source>Demo clip, without a camera</source>
        <translation>Klip demo, tanpa kamera</translation>
    </message>
    <message>
        <source>Look for cameras again</source>
        <translation>Cari kamera lagi</translation>
    </message>
    <message>
        <source>No picture comes from there. Plug the camera in, or choose another.</source>
        <translation>Tidak ada gambar dari sana. Pasang kamera, atau pilih yang lain.</translation>
    </message>
    <message>
        <source>Or a camera&apos;s address, a device, a file or a folder:</source>
        <translation>Atau alamat kamera, perangkat, berkas, atau folder:</translation>
    </message>
    <message>
        <source>Picture of the chosen camera</source>
        <translation>Gambar kamera yang dipilih</translation>
    </message>
    <message>
        <source>The clip has ended.</source>
        <translation>Klip sudah selesai.</translation>
    </message>
    <message>
        <source>The lens is covered. Take away what is before it.</source>
        <translation>Lensa tertutup. Singkirkan penghalangnya.</translation>
    </message>
    <message>
        <source>The picture stands still. Check the camera and its cable.</source>
        <translation>Gambar tidak bergerak. Periksa kamera dan kabelnya.</translation>
    </message>
    <message>
        <source>Too dark. Take the cap off the lens, or give it light.</source>
        <translation>Terlalu gelap. Buka tutup lensa, atau beri cahaya.</translation>
    </message>
    <message>
        <source>Waiting for the first picture…</source>
        <translation>Menunggu gambar pertama…</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, {rate} frames/s</source>
        <translation>{width} × {height} piksel, {rate} gambar/dtk</translation>
    </message>
    <message>
        <source>✗ This machine does not say which cameras it has. Type the camera&apos;s address.</source>
        <translation>✗ Komputer ini tidak menyebutkan kameranya. Ketik alamat kamera.</translation>
    </message>
</context>
<context>
    <name>CaptionStrip</name>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
</context>
<context>
    <name>CaseView</name>
    <message>
        <source>DN {dn}</source>
        <translation>DN {dn}</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>Diperebutkan</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Nobody else has its labels, or nobody knows who.</source>
        <translation>Tidak ada pihak lain yang memiliki labelnya, atau tidak diketahui siapa.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Sekarang</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Pcs</translation>
    </message>
    <message>
        <source>The labels of this session, and who else has them</source>
        <translation>Label sesi ini, dan siapa lagi yang memilikinya</translation>
    </message>
    <message>
        <source>The other side</source>
        <translation>Pihak lain</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>Sesi ini</translation>
    </message>
    <message>
        <source>Who has it</source>
        <translation>Pemiliknya</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
    <message>
        <source>{why} Found on {when}.</source>
        <translation>{why} Ditemukan {when}.</translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Point at the chart, or use the arrow keys, to read its values.</source>
        <translation>Tunjuk grafik, atau pakai tombol panah, untuk membaca nilainya.</translation>
    </message>
</context>
<context>
    <name>ChartSaving</name>
    <message>
        <source>Save the chart as a picture</source>
        <translation>Simpan grafik sebagai gambar</translation>
    </message>
    <message>
        <source>Save the chart&apos;s data</source>
        <translation>Simpan data grafik</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Disimpan sebagai {path}.</translation>
    </message>
    <message>
        <source>{path} was not written in time.</source>
        <translation>{path} tidak tertulis tepat waktu.</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>(no name)</source>
        <translation>(tanpa nama)</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 hari</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 hari</translation>
    </message>
    <message>
        <source>A session with labels of two suppliers counts for both.</source>
        <translation>Sesi dengan label dua pemasok dihitung untuk keduanya.</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Diterima</translation>
    </message>
    <message>
        <source>All stations</source>
        <translation>Semua stasiun</translation>
    </message>
    <message>
        <source>Cases: {n}.</source>
        <translation>Kejadian: {n}.</translation>
    </message>
    <message>
        <source>Confidence over time</source>
        <translation>Keyakinan dari waktu ke waktu</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>Cover</translation>
    </message>
    <message>
        <source>Covers per day</source>
        <translation>Cover per hari</translation>
    </message>
    <message>
        <source>Covers per hour</source>
        <translation>Cover per jam</translation>
    </message>
    <message>
        <source>Covers: {n}.</source>
        <translation>Cover: {n}.</translation>
    </message>
    <message>
        <source>Decisions per part</source>
        <translation>Keputusan per part</translation>
    </message>
    <message>
        <source>Discrepancies by supplier</source>
        <translation>Selisih per pemasok</translation>
    </message>
    <message>
        <source>From opening a delivery note to submitting it.</source>
        <translation>Dari membuka surat jalan sampai menyerahkannya.</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>Dari … s.d. …</translation>
    </message>
    <message>
        <source>Half took no longer (median)</source>
        <translation>Separuhnya tidak lebih lama (median)</translation>
    </message>
    <message>
        <source>Hatched: days of which nothing is on record ({n}).</source>
        <translation>Diarsir: hari tanpa catatan apa pun ({n}).</translation>
    </message>
    <message>
        <source>How sure the model was of the covers it decided, as shares of all.</source>
        <translation>Seberapa yakin model terhadap cover yang diputuskan, sebagai bagian dari semuanya.</translation>
    </message>
    <message>
        <source>Judged wrong in review</source>
        <translation>Dinilai salah saat peninjauan</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Labels per day</source>
        <translation>Label per hari</translation>
    </message>
    <message>
        <source>Labels per hour</source>
        <translation>Label per jam</translation>
    </message>
    <message>
        <source>Left out, because nobody knows when they were opened: {n}.</source>
        <translation>Tidak ikut dihitung karena waktu bukanya tidak diketahui: {n}.</translation>
    </message>
    <message>
        <source>Nine of ten took no longer</source>
        <translation>Sembilan dari sepuluh tidak lebih lama</translation>
    </message>
    <message>
        <source>No label was packed in these days.</source>
        <translation>Tidak ada label yang dikemas pada hari-hari ini.</translation>
    </message>
    <message>
        <source>No session of these days tells when it was opened.</source>
        <translation>Tidak ada sesi pada hari-hari ini yang menyebut waktu bukanya.</translation>
    </message>
    <message>
        <source>No two parts were mixed up in these days, as far as anybody has judged.</source>
        <translation>Tidak ada part yang tertukar pada hari-hari ini, sejauh yang sudah dinilai.</translation>
    </message>
    <message>
        <source>Not drawn, but in the data: {n} more.</source>
        <translation>Tidak digambar, tetapi ada di data: {n} lagi.</translation>
    </message>
    <message>
        <source>Nothing was submitted in these days.</source>
        <translation>Tidak ada yang diserahkan pada hari-hari ini.</translation>
    </message>
    <message>
        <source>Pale: not over yet.</source>
        <translation>Pucat: belum selesai.</translation>
    </message>
    <message>
        <source>Parts mixed up</source>
        <translation>Part yang tertukar</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Buah</translation>
    </message>
    <message>
        <source>Pieces per day</source>
        <translation>Buah per hari</translation>
    </message>
    <message>
        <source>Pieces per hour</source>
        <translation>Buah per jam</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Ditolak</translation>
    </message>
    <message>
        <source>Refused, then the other accepted</source>
        <translation>Ditolak, lalu yang lain diterima</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Sessions per day</source>
        <translation>Sesi per hari</translation>
    </message>
    <message>
        <source>Sessions per hour</source>
        <translation>Sesi per jam</translation>
    </message>
    <message>
        <source>Sessions submitted with a discrepancy, of all with labels of the supplier.</source>
        <translation>Sesi yang diserahkan dengan selisih, dari semua sesi dengan label pemasok itu.</translation>
    </message>
    <message>
        <source>Sessions: {n}.</source>
        <translation>Sesi: {n}.</translation>
    </message>
    <message>
        <source>Share of covers, by day</source>
        <translation>Bagian dari cover, per hari</translation>
    </message>
    <message>
        <source>Share of covers, by the hour</source>
        <translation>Bagian dari cover, per jam</translation>
    </message>
    <message>
        <source>The camera has decided nothing in these days.</source>
        <translation>Kamera tidak memutuskan apa pun pada hari-hari ini.</translation>
    </message>
    <message>
        <source>The part that was decided, and below it the part that was meant.</source>
        <translation>Part yang diputuskan, dan di bawahnya part yang dimaksud.</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Hasil kerja</translation>
    </message>
    <message>
        <source>Time per delivery note</source>
        <translation>Waktu per surat jalan</translation>
    </message>
    <message>
        <source>Time taken, by day</source>
        <translation>Waktu yang dipakai, per hari</translation>
    </message>
    <message>
        <source>Time taken, by the hour</source>
        <translation>Waktu yang dipakai, per jam</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hari ini</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>Belum diputuskan</translation>
    </message>
    <message>
        <source>Undecided ones ({n}) stand with the part their label mostly is.</source>
        <translation>Yang belum diputuskan ({n}) ditaruh pada part yang paling sering dimaksud labelnya.</translation>
    </message>
    <message>
        <source>What the camera&apos;s decisions came to, the most frequent parts first.</source>
        <translation>Hasil keputusan kamera, part yang paling sering lebih dahulu.</translation>
    </message>
    <message>
        <source>What was submitted, by the time of submitting.</source>
        <translation>Yang diserahkan, menurut waktu penyerahan.</translation>
    </message>
    <message>
        <source>With a discrepancy</source>
        <translation>Dengan selisih</translation>
    </message>
    <message>
        <source>below {high} %</source>
        <translation>di bawah {high} %</translation>
    </message>
    <message>
        <source>nothing on record</source>
        <translation>tidak ada catatan</translation>
    </message>
    <message>
        <source>still to come</source>
        <translation>belum tiba</translation>
    </message>
    <message>
        <source>{low}–{high} %</source>
        <translation>{low}–{high} %</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} jam</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} mnt</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} dtk</translation>
    </message>
    <message>
        <source>{what}: {n} of {all}</source>
        <translation>{what}: {n} dari {all}</translation>
    </message>
    <message>
        <source>{what}: {share} % ({n})</source>
        <translation>{what}: {share} % ({n})</translation>
    </message>
    <message>
        <source>“Nine of ten” is not told of fewer than 10 sessions ({n} times).</source>
        <translation>“Sembilan dari sepuluh” tidak disebut bila kurang dari 10 sesi ({n} kali).</translation>
    </message>
    <message>
        <source>“Refused, then …” does not tell whether camera, hand or note was wrong.</source>
        <translation>“Ditolak, lalu …” tidak mengatakan apakah kamera, tangan, atau surat jalan yang salah.</translation>
    </message>
</context>
<context>
    <name>ChartsPage</name>
    <message>
        <source>Charts</source>
        <translation>Grafik</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>Hitung ulang</translation>
    </message>
    <message>
        <source>Counting… {n} s</source>
        <translation>Menghitung… {n} dtk</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Escape</translation>
    </message>
    <message>
        <source>Save data…</source>
        <translation>Simpan data…</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Simpan gambar…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Berhenti</translation>
    </message>
    <message>
        <source>Stopped. Nothing was counted.</source>
        <translation>Dihentikan. Tidak ada yang dihitung.</translation>
    </message>
    <message>
        <source>The database has not answered in time. Ask for fewer days, or count again later.</source>
        <translation>Basis data tidak menjawab tepat waktu. Mintalah lebih sedikit hari, atau hitung ulang nanti.</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>Stop the test</source>
        <translation>Hentikan uji</translation>
    </message>
    <message>
        <source>Stopped. Nothing was tested.</source>
        <translation>Dihentikan. Tidak ada yang diuji.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Uji</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Menguji…</translation>
    </message>
    <message>
        <source>Time of the test</source>
        <translation>Lama uji</translation>
    </message>
    <message>
        <source>{line} (fixed outside this file)</source>
        <translation>{line} (ditetapkan di luar berkas ini)</translation>
    </message>
    <message>
        <source>✗ No answer within {limit} s. Check the address and the network cable.</source>
        <translation>✗ Tidak ada jawaban dalam {limit} dtk. Periksa alamat dan kabel jaringan.</translation>
    </message>
</context>
<context>
    <name>CodeCard</name>
    <message>
        <source>Bar code to scan: {text}</source>
        <translation>Barcode untuk dipindai: {text}</translation>
    </message>
</context>
<context>
    <name>CommandSheet</name>
    <message>
        <source>Command</source>
        <translation>Perintah</translation>
    </message>
    <message>
        <source>Commands to scan</source>
        <translation>Perintah untuk dipindai</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Konfirmasi</translation>
    </message>
    <message>
        <source>Cut out, and keep at the station. Scanning a card is the same as pressing its button.</source>
        <translation>Gunting, dan simpan di stasiun. Memindai kartu sama dengan menekan tombolnya.</translation>
    </message>
    <message>
        <source>Cut out. Whoever holds a badge works under its name: keep it as you keep a key.</source>
        <translation>Gunting. Pemegang kartu bekerja atas nama pada kartu: simpan seperti kunci.</translation>
    </message>
    <message>
        <source>Discrepancy</source>
        <translation>Selisih</translation>
    </message>
    <message>
        <source>Next note</source>
        <translation>Surat jalan berikut</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Operators&apos; badges</source>
        <translation>Kartu pengenal operator</translation>
    </message>
    <message>
        <source>Reason for a discrepancy</source>
        <translation>Alasan selisih</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Batalkan</translation>
    </message>
</context>
<context>
    <name>CommittedPanel</name>
    <message>
        <source>Committed as</source>
        <translation>Tercatat sebagai</translation>
    </message>
    <message>
        <source>In conflict, not committed:</source>
        <translation>Konflik, tidak tercatat:</translation>
    </message>
    <message>
        <source>Leaves in a moment. You can still take it back.</source>
        <translation>Segera dikirim. Masih dapat dibatalkan.</translation>
    </message>
    <message>
        <source>Next note</source>
        <translation>Surat jalan berikut</translation>
    </message>
    <message>
        <source>Parts: {parts}    Labels: {labels}    Pieces: {pieces}</source>
        <translation>Part: {parts}    Label: {labels}    Pcs: {pieces}</translation>
    </message>
    <message>
        <source>Saved here, on its way as</source>
        <translation>Tersimpan di sini, sedang dikirim sebagai</translation>
    </message>
    <message>
        <source>Set aside, not committed:</source>
        <translation>Disisihkan, tidak tercatat:</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>Slip</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Batalkan</translation>
    </message>
    <message>
        <source>With a discrepancy: {parts} parts open.</source>
        <translation>Dengan selisih: {parts} part belum terpenuhi.</translation>
    </message>
</context>
<context>
    <name>ConflictList</name>
    <message>
        <source>Conflicts</source>
        <translation>Konflik</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Terbuka</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Diselesaikan</translation>
    </message>
</context>
<context>
    <name>ConflictPage</name>
    <message>
        <source>DN {dn}</source>
        <translation>DN {dn}</translation>
    </message>
    <message>
        <source>It is settled, and booked as {code}.</source>
        <translation>Sudah diselesaikan, dan tercatat sebagai {code}.</translation>
    </message>
    <message>
        <source>It is settled.</source>
        <translation>Sudah diselesaikan.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Memuat…</translation>
    </message>
    <message>
        <source>No conflicts: every session that was sent has been taken over. Nothing is to be settled.</source>
        <translation>Tidak ada konflik: setiap sesi yang dikirim sudah diterima. Tidak ada yang perlu diselesaikan.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>Reason: what was found out</source>
        <translation>Alasan: apa yang ditemukan</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>Selesaikan</translation>
    </message>
    <message>
        <source>Settle…</source>
        <translation>Selesaikan…</translation>
    </message>
    <message>
        <source>There was no answer. It may have been done: try again, it is never done twice.</source>
        <translation>Tidak ada jawaban. Mungkin sudah dilakukan: coba lagi, ini tidak pernah dilakukan dua kali.</translation>
    </message>
</context>
<context>
    <name>CrashPage</name>
    <message>
        <source>IT finds what happened in {folder}.</source>
        <translation>TI menemukan apa yang terjadi di {folder}.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Press Enter. The station starts again and goes on where it was.</source>
        <translation>Tekan Enter. Stasiun mulai lagi dan melanjutkan dari tempat terakhir.</translation>
    </message>
    <message>
        <source>Start again (Enter)</source>
        <translation>Mulai lagi (Enter)</translation>
    </message>
    <message>
        <source>The session is safe: nothing that was counted is lost.</source>
        <translation>Sesi ini aman: yang sudah dihitung tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>⚠ Something went wrong</source>
        <translation>⚠ Terjadi gangguan</translation>
    </message>
</context>
<context>
    <name>DiscrepancyPanel</name>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Confirm discrepancy</source>
        <translation>Konfirmasi selisih</translation>
    </message>
    <message>
        <source>Count differs from label</source>
        <translation>Jumlah beda dari label</translation>
    </message>
    <message>
        <source>Damaged parts</source>
        <translation>Part rusak</translation>
    </message>
    <message>
        <source>Label missing or unreadable</source>
        <translation>Label hilang atau rusak</translation>
    </message>
    <message>
        <source>Other reason</source>
        <translation>Alasan lain</translation>
    </message>
    <message>
        <source>Short delivery</source>
        <translation>Kiriman kurang</translation>
    </message>
    <message>
        <source>Submit with open parts?</source>
        <translation>Kirim dengan part belum terpenuhi?</translation>
    </message>
    <message>
        <source>Why? The supervisor sees the reason with the note.</source>
        <translation>Mengapa? Supervisor melihat alasannya bersama surat jalan.</translation>
    </message>
    <message>
        <source>Wrong parts delivered</source>
        <translation>Part salah kirim</translation>
    </message>
    <message>
        <source>{asked} And {count} more.</source>
        <translation>{asked} Dan {count} lagi.</translation>
    </message>
    <message>
        <source>{missing} missing</source>
        <translation>kurang {missing}</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>All is well.</source>
        <translation>Semua baik.</translation>
    </message>
    <message>
        <source>Being looked at …</source>
        <translation>Sedang diperiksa …</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Pemeriksaan</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Salin</translation>
    </message>
    <message>
        <source>How much was looked at</source>
        <translation>Berapa yang sudah diperiksa</translation>
    </message>
    <message>
        <source>It works. To be looked at: {warns}.</source>
        <translation>Berfungsi. Perlu dilihat: {warns}.</translation>
    </message>
    <message>
        <source>Needs mending: {fails}. To be looked at: {warns}.</source>
        <translation>Perlu diperbaiki: {fails}. Perlu dilihat: {warns}.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Periksa lagi</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Berhenti</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Dihentikan</translation>
    </message>
    <message>
        <source>Stopped before the end.</source>
        <translation>Dihentikan sebelum selesai.</translation>
    </message>
    <message>
        <source>Support bundle …</source>
        <translation>Paket bantuan …</translation>
    </message>
    <message>
        <source>{done} of {all} looked at …</source>
        <translation>{done} dari {all} sudah diperiksa …</translation>
    </message>
</context>
<context>
    <name>EmptyNote</name>
    <message>
        <source>Nobody could fetch this note. Its parts appear as their labels are scanned.</source>
        <translation>Surat jalan ini belum dapat diambil. Part tampil saat labelnya dipindai.</translation>
    </message>
    <message>
        <source>The parts of the delivery note appear here.</source>
        <translation>Part dari surat jalan tampil di sini.</translation>
    </message>
</context>
<context>
    <name>EvidencePane</name>
    <message>
        <source>Evidence picture</source>
        <translation>Gambar bukti</translation>
    </message>
    <message>
        <source>No picture was kept of this.</source>
        <translation>Tidak ada gambar yang disimpan untuk ini.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>The picture of a cover stands here, once one is chosen.</source>
        <translation>Gambar tutup tampil di sini setelah satu tutup dipilih.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>A row for each label</source>
        <translation>Satu baris per label</translation>
    </message>
    <message>
        <source>A row for each session</source>
        <translation>Satu baris per sesi</translation>
    </message>
    <message>
        <source>CSV, of any length</source>
        <translation>CSV, panjang berapa pun</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ekspor</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Times are UTC. An XLSX sheet holds {rows} rows; choose CSV for more.</source>
        <translation>Waktu dalam UTC. Lembar XLSX memuat {rows} baris; pilih CSV untuk lebih banyak.</translation>
    </message>
    <message>
        <source>Times are UTC. What a spreadsheet would take for a formula is kept from it.</source>
        <translation>Waktu dalam UTC. Teks yang bisa dianggap rumus oleh lembar kerja dibuat aman.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Apa</translation>
    </message>
    <message>
        <source>XLSX, for a spreadsheet</source>
        <translation>XLSX, untuk lembar kerja</translation>
    </message>
    <message>
        <source>{rows} rows were written.</source>
        <translation>{rows} baris telah ditulis.</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Evidence bundle</source>
        <translation>Paket bukti</translation>
    </message>
    <message>
        <source>Report of the day</source>
        <translation>Laporan harian</translation>
    </message>
    <message>
        <source>Report of the session</source>
        <translation>Laporan sesi</translation>
    </message>
    <message>
        <source>{entries} entries and {pictures} pictures, signed by the station.</source>
        <translation>{entries} entri dan {pictures} gambar, ditandatangani oleh stasiun.</translation>
    </message>
    <message>
        <source>{missing} pictures are no longer here and are named with their hashes.</source>
        <translation>{missing} gambar tidak ada lagi di sini dan disebut dengan hash-nya.</translation>
    </message>
    <message>
        <source>{pages} pages were written.</source>
        <translation>{pages} halaman telah ditulis.</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source> or </source>
        <translation> atau </translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation>Harus bilangan bulat.</translation>
    </message>
    <message>
        <source>At least {low}, at most {high}.</source>
        <translation>Paling sedikit {low}, paling banyak {high}.</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Bawaan</translation>
    </message>
    <message>
        <source>Not a number.</source>
        <translation>Bukan angka.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Mati</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Nyala</translation>
    </message>
    <message>
        <source>changed, was {value}</source>
        <translation>diubah, semula {value}</translation>
    </message>
    <message>
        <source>default</source>
        <translation>bawaan</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>kosong</translation>
    </message>
    <message>
        <source>fixed by the environment variable {name}</source>
        <translation>ditetapkan oleh variabel lingkungan {name}</translation>
    </message>
    <message>
        <source>fixed for this machine by {file}</source>
        <translation>ditetapkan untuk mesin ini oleh {file}</translation>
    </message>
    <message>
        <source>fixed on the command line</source>
        <translation>ditetapkan di baris perintah</translation>
    </message>
    <message>
        <source>set here; default {value}</source>
        <translation>diatur di sini; bawaan {value}</translation>
    </message>
    <message>
        <source>{setting}: back to the default</source>
        <translation>{setting}: kembali ke bawaan</translation>
    </message>
</context>
<context>
    <name>FilePanel</name>
    <message>
        <source>Being stopped …</source>
        <translation>Sedang dihentikan …</translation>
    </message>
    <message>
        <source>Being written</source>
        <translation>Sedang ditulis</translation>
    </message>
    <message>
        <source>Being written …</source>
        <translation>Sedang ditulis …</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Pilih …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>File; one of this name is replaced</source>
        <translation>Berkas; yang bernama sama akan diganti</translation>
    </message>
    <message>
        <source>It took too long and was stopped.</source>
        <translation>Terlalu lama, maka dihentikan.</translation>
    </message>
    <message>
        <source>Name the file with its folder.</source>
        <translation>Sebutkan berkas beserta foldernya.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Buka folder</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Stopped. No file was written.</source>
        <translation>Dihentikan. Tidak ada berkas yang ditulis.</translation>
    </message>
    <message>
        <source>Write file</source>
        <translation>Tulis berkas</translation>
    </message>
    <message>
        <source>{rows} rows so far; how many there will be is not known.</source>
        <translation>{rows} baris sejauh ini; jumlah seluruhnya belum diketahui.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Any review</source>
        <translation>Semua tinjauan</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>Semua status</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Hari</translation>
    </message>
    <message>
        <source>Delivery note</source>
        <translation>Surat jalan</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Ekspor…</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Hari pertama</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Hari terakhir</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Tinjauan</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cari</translation>
    </message>
    <message>
        <source>Search: delivery note, label, badge or part   ( / )</source>
        <translation>Cari: surat jalan, label, badge, atau part   ( / )</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
</context>
<context>
    <name>FullPicture</name>
    <message>
        <source>Evidence picture</source>
        <translation>Gambar bukti</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>A note that is packed already</source>
        <translation>Surat jalan yang sudah dikemas</translation>
    </message>
    <message>
        <source>A wrong scan is taken back with Undo, or in the line&apos;s own list of labels: tap the line.</source>
        <translation>Pindaian yang salah dibatalkan dengan Batalkan, atau di daftar label barisnya: sentuh barisnya.</translation>
    </message>
    <message>
        <source>After submitting</source>
        <translation>Setelah mengirim</translation>
    </message>
    <message>
        <source>Another operator takes over by scanning their own badge. The open note stays open.</source>
        <translation>Operator lain mengambil alih dengan memindai kartu pengenalnya. Surat jalan yang terbuka tetap terbuka.</translation>
    </message>
    <message>
        <source>Back; closes what lies over the screen</source>
        <translation>Kembali; menutup yang ada di atas layar</translation>
    </message>
    <message>
        <source>Before a shift&apos;s first note the camera shows that it still tells right from wrong.</source>
        <translation>Sebelum surat jalan pertama tiap shift, kamera membuktikan bahwa ia masih membedakan benar dan salah.</translation>
    </message>
    <message>
        <source>Changes count once the note is submitted again.</source>
        <translation>Perubahan berlaku setelah surat jalan dikirim lagi.</translation>
    </message>
    <message>
        <source>Confirm: submit, reopen, or understood</source>
        <translation>Konfirmasi: kirim, buka lagi, atau dimengerti</translation>
    </message>
    <message>
        <source>Do what the large letters say: most often set the carton or the cover aside.</source>
        <translation>Ikuti tulisan besar: biasanya sisihkan karton atau tutupnya.</translation>
    </message>
    <message>
        <source>Follow the advice beside the box: closer, less glare, hold still.</source>
        <translation>Ikuti petunjuk di samping kotak: lebih dekat, hindari pantulan, tahan diam.</translation>
    </message>
    <message>
        <source>Help for this screen</source>
        <translation>Bantuan untuk layar ini</translation>
    </message>
    <message>
        <source>Hold a cover under the camera until its box turns green and has a tick.</source>
        <translation>Tahan tutup di bawah kamera sampai kotaknya hijau dan bercentang.</translation>
    </message>
    <message>
        <source>If it fails, confirm and try again. A supervisor can go over it: Menu, Shift.</source>
        <translation>Kalau gagal, konfirmasi lalu coba lagi. Supervisor bisa melewatinya: Menu, Shift.</translation>
    </message>
    <message>
        <source>If the ERP does not answer, the note is packed by its labels and checked later.</source>
        <translation>Bila ERP tidak menjawab, surat jalan dikemas menurut labelnya dan diperiksa kemudian.</translation>
    </message>
    <message>
        <source>Its parts appear at the right, with how many pieces of each are asked for.</source>
        <translation>Part tampil di kanan, dengan jumlah yang diminta.</translation>
    </message>
    <message>
        <source>Keys and command codes</source>
        <translation>Tombol dan kode perintah</translation>
    </message>
    <message>
        <source>Menu, then the digit of an item; full screen</source>
        <translation>Menu, lalu angka pilihannya; layar penuh</translation>
    </message>
    <message>
        <source>Next note</source>
        <translation>Surat jalan berikut</translation>
    </message>
    <message>
        <source>Opening a delivery note</source>
        <translation>Membuka surat jalan</translation>
    </message>
    <message>
        <source>Otherwise choose the reason, scan its code, or type it, and confirm.</source>
        <translation>Bila tidak, pilih alasan, pindai kodenya, atau ketik, lalu konfirmasi.</translation>
    </message>
    <message>
        <source>Reopen it to add labels or to take some out, or scan another note.</source>
        <translation>Buka lagi untuk menambah atau mengurangi label, atau pindai surat jalan lain.</translation>
    </message>
    <message>
        <source>Scan the bar code on the delivery note, or type its number and press Enter.</source>
        <translation>Pindai barcode pada surat jalan, atau ketik nomornya, lalu tekan Enter.</translation>
    </message>
    <message>
        <source>Scan your badge, show it to the camera, or type its number and press Enter.</source>
        <translation>Pindai kartu pengenal, tunjukkan ke kamera, atau ketik nomornya, lalu tekan Enter.</translation>
    </message>
    <message>
        <source>Show the bad piece until it is refused, then the good one until it is accepted.</source>
        <translation>Tunjukkan contoh salah sampai ditolak, lalu contoh benar sampai diterima.</translation>
    </message>
    <message>
        <source>Showing parts and scanning labels</source>
        <translation>Menunjukkan part dan memindai label</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>Slip prints the receipt with the packing code.</source>
        <translation>Slip mencetak tanda terima dengan kode kemasan.</translation>
    </message>
    <message>
        <source>Something was refused</source>
        <translation>Ada yang ditolak</translation>
    </message>
    <message>
        <source>Submit with a discrepancy; again: type the reason</source>
        <translation>Kirim dengan selisih; sekali lagi: ketik alasannya</translation>
    </message>
    <message>
        <source>Submitting with open parts</source>
        <translation>Mengirim dengan part belum terpenuhi</translation>
    </message>
    <message>
        <source>The check of the shift</source>
        <translation>Pemeriksaan shift</translation>
    </message>
    <message>
        <source>The list shows what is missing. Go on packing with Back, if it can still come.</source>
        <translation>Daftar menunjukkan yang kurang. Lanjutkan mengemas dengan Kembali, bila masih akan datang.</translation>
    </message>
    <message>
        <source>The next delivery note can be scanned at once; then the session leaves immediately.</source>
        <translation>Surat jalan berikutnya dapat langsung dipindai; sesi ini lalu segera dikirim.</translation>
    </message>
    <message>
        <source>The reasons, in the order of the list</source>
        <translation>Alasan, menurut urutan daftar</translation>
    </message>
    <message>
        <source>The red line says what is wrong, and what it was compared with.</source>
        <translation>Baris merah menyebut apa yang salah, dan dibandingkan dengan apa.</translation>
    </message>
    <message>
        <source>The supervisor sees the missing parts and the reason.</source>
        <translation>Supervisor melihat part yang kurang dan alasannya.</translation>
    </message>
    <message>
        <source>Then press Understood, or scan Confirm. Nothing is counted before.</source>
        <translation>Lalu tekan Dimengerti, atau pindai Konfirmasi. Sebelum itu tidak ada yang dihitung.</translation>
    </message>
    <message>
        <source>Then scan the carton&apos;s label. Its pieces are added to the line, which lights up.</source>
        <translation>Lalu pindai label karton. Isinya ditambahkan ke barisnya, yang menyala.</translation>
    </message>
    <message>
        <source>Then type your PIN or password, where one is asked for; Esc goes back.</source>
        <translation>Lalu ketik PIN atau kata sandi Anda bila diminta; Esc untuk kembali.</translation>
    </message>
    <message>
        <source>To leave the station, scan Sign out or press F12.</source>
        <translation>Untuk meninggalkan stasiun, pindai Keluar atau tekan F12.</translation>
    </message>
    <message>
        <source>Undo: the submission, or the newest label</source>
        <translation>Batalkan: pengiriman, atau label terbaru</translation>
    </message>
    <message>
        <source>Walk the list; open a line, take a label back</source>
        <translation>Telusuri daftar; buka baris, batalkan label</translation>
    </message>
    <message>
        <source>What a lamp of the status bar means</source>
        <translation>Arti lampu di bilah status</translation>
    </message>
    <message>
        <source>What the colours mean</source>
        <translation>Arti warna</translation>
    </message>
    <message>
        <source>When every line is fulfilled, press Submit.</source>
        <translation>Bila semua baris Terpenuhi, tekan Kirim.</translation>
    </message>
    <message>
        <source>While the ring runs out, Undo takes everything back. Nothing has left yet.</source>
        <translation>Selama lingkaran berjalan, Batalkan menarik semuanya kembali. Belum ada yang terkirim.</translation>
    </message>
    <message>
        <source>Without the database the session waits safely on this station and is sent by itself.</source>
        <translation>Tanpa database, sesi menunggu aman di stasiun ini dan terkirim sendiri.</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Keys and codes</source>
        <translation>Tombol dan kode</translation>
    </message>
    <message>
        <source>This screen</source>
        <translation>Layar ini</translation>
    </message>
    <message>
        <source>What the colours mean</source>
        <translation>Arti warna</translation>
    </message>
</context>
<context>
    <name>HoldPanel</name>
    <message>
        <source>Hold the button, or Enter, for three seconds. What is packed goes on.</source>
        <translation>Tahan tombol ini, atau Enter, selama tiga detik. Pengepakan tetap berjalan.</translation>
    </message>
    <message>
        <source>Hold to leave</source>
        <translation>Tahan untuk tinggalkan</translation>
    </message>
    <message>
        <source>Leave the full screen?</source>
        <translation>Tinggalkan layar penuh?</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Tetap</translation>
    </message>
</context>
<context>
    <name>InstructionBanner</name>
    <message>
        <source>Close it, start it again, and tell IT.</source>
        <translation>Tutup, jalankan lagi, dan beri tahu IT.</translation>
    </message>
    <message>
        <source>Everything is labelled. Press Submit.</source>
        <translation>Semua sudah berlabel. Tekan Kirim.</translation>
    </message>
    <message>
        <source>Looking up {line}</source>
        <translation>Mencari {line}</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Tunggu sebentar…</translation>
    </message>
    <message>
        <source>The station has a fault; nothing saved is lost.</source>
        <translation>Stasiun mengalami gangguan; data tersimpan tidak hilang.</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Dimengerti</translation>
    </message>
    <message>
        <source>{code} was not taken: first press Understood, or scan Confirm.</source>
        <translation>{code} tidak diterima: tekan Dimengerti dahulu, atau pindai Konfirmasi.</translation>
    </message>
</context>
<context>
    <name>Judging</name>
    <message>
        <source>Bad picture</source>
        <translation>Gambar buruk</translation>
    </message>
    <message>
        <source>By both</source>
        <translation>Keduanya</translation>
    </message>
    <message>
        <source>By part</source>
        <translation>Per part</translation>
    </message>
    <message>
        <source>By station</source>
        <translation>Per stasiun</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Benar</translation>
    </message>
    <message>
        <source>Left out: {reasons}.</source>
        <translation>Tidak disertakan: {reasons}.</translation>
    </message>
    <message>
        <source>Stopped: nothing was written.</source>
        <translation>Dihentikan: tidak ada yang ditulis.</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Dibatalkan</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Tidak yakin</translation>
    </message>
    <message>
        <source>Wrong part …</source>
        <translation>Part salah …</translation>
    </message>
    <message>
        <source>nothing judged yet</source>
        <translation>belum ada yang dinilai</translation>
    </message>
    <message>
        <source>{count} bad pictures</source>
        <translation>{count} gambar buruk</translation>
    </message>
    <message>
        <source>{count} of an older version, without a place</source>
        <translation>{count} dari versi lama, tanpa letak</translation>
    </message>
    <message>
        <source>{count} of parts that the label master lacks</source>
        <translation>{count} dengan part yang tidak ada di master label</translation>
    </message>
    <message>
        <source>{count} unsure</source>
        <translation>{count} tidak yakin</translation>
    </message>
    <message>
        <source>{count} whose pictures are not as recorded</source>
        <translation>{count} yang gambarnya tidak sama dengan catatan</translation>
    </message>
    <message>
        <source>{count} whose pictures are not on this machine</source>
        <translation>{count} yang gambarnya tidak ada di komputer ini</translation>
    </message>
    <message>
        <source>{pictures} pictures, {covers} covers, {parts} parts in {folder}.</source>
        <translation>{pictures} gambar, {covers} cover, {parts} part di {folder}.</translation>
    </message>
    <message>
        <source>{share} % ({low} to {high} %)</source>
        <translation>{share} % ({low} sampai {high} %)</translation>
    </message>
</context>
<context>
    <name>JudgingPage</name>
    <message>
        <source>A folder for the training set, which is not there yet</source>
        <translation>Folder untuk set pelatihan, yang belum ada</translation>
    </message>
    <message>
        <source>Escape rate (R)</source>
        <translation>Tingkat lolos (R)</translation>
    </message>
    <message>
        <source>No answer. Try again (F5).</source>
        <translation>Tidak ada jawaban. Coba lagi (F5).</translation>
    </message>
    <message>
        <source>Queue (Q)</source>
        <translation>Antrean (Q)</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Capital or small letters</source>
        <translation>Huruf besar atau kecil</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Hapus huruf terakhir</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Spasi</translation>
    </message>
</context>
<context>
    <name>KioskExit</name>
    <message>
        <source>A supervisor or an administrator. What is packed goes on.</source>
        <translation>Supervisor atau administrator. Pengepakan tetap berjalan.</translation>
    </message>
    <message>
        <source>Who leaves the full screen?</source>
        <translation>Siapa yang meninggalkannya?</translation>
    </message>
</context>
<context>
    <name>LabelsList</name>
    <message>
        <source>Carton labels</source>
        <translation>Label karton</translation>
    </message>
    <message>
        <source>Label {code}: {quantity} × {name}, {when}</source>
        <translation>Label {code}: {quantity} × {name}, {when}</translation>
    </message>
    <message>
        <source>↺ Take back</source>
        <translation>↺ Batalkan</translation>
    </message>
</context>
<context>
    <name>LampPanel</name>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>LanguagePage</name>
    <message>
        <source>It can be changed at any time, also while somebody works.</source>
        <translation>Dapat diubah kapan saja, juga selagi bekerja.</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Accepted: the part is on this note.</source>
        <translation>Diterima: part ada di surat jalan ini.</translation>
    </message>
    <message>
        <source>Below {limit}: something is there.</source>
        <translation>Di bawah {limit}: ada sesuatu.</translation>
    </message>
    <message>
        <source>Dashed, dark orange</source>
        <translation>Garis putus, jingga tua</translation>
    </message>
    <message>
        <source>Dashed, pale</source>
        <translation>Garis putus, pucat</translation>
    </message>
    <message>
        <source>Dotted, grey</source>
        <translation>Titik-titik, abu-abu</translation>
    </message>
    <message>
        <source>From {limit}: a guess. Follow the advice.</source>
        <translation>Mulai {limit}: dugaan. Ikuti petunjuk.</translation>
    </message>
    <message>
        <source>From {limit}: nearly sure. Hold it still.</source>
        <translation>Mulai {limit}: hampir yakin. Tahan diam.</translation>
    </message>
    <message>
        <source>From {limit}: sure, being confirmed on several pictures.</source>
        <translation>Mulai {limit}: yakin, dipastikan pada beberapa gambar.</translation>
    </message>
    <message>
        <source>Full line, green</source>
        <translation>Garis penuh, hijau</translation>
    </message>
    <message>
        <source>Full line, yellow</source>
        <translation>Garis penuh, kuning</translation>
    </message>
    <message>
        <source>Old: the box belongs to an earlier picture.</source>
        <translation>Lama: kotak ini milik gambar sebelumnya.</translation>
    </message>
    <message>
        <source>Red, crossed out, ✗</source>
        <translation>Merah, dicoret, ✗</translation>
    </message>
    <message>
        <source>Refused: the part is not on this note. Set it aside.</source>
        <translation>Ditolak: part tidak ada di surat jalan ini. Sisihkan.</translation>
    </message>
    <message>
        <source>Thick, green, ✓</source>
        <translation>Tebal, hijau, ✓</translation>
    </message>
</context>
<context>
    <name>LineCard</name>
    <message>
        <source>labelled, not compared with the note yet</source>
        <translation>berlabel, belum dibandingkan dengan surat jalan</translation>
    </message>
    <message>
        <source>pieces</source>
        <translation>pcs</translation>
    </message>
    <message>
        <source>{labelled} of {asked} pieces labelled</source>
        <translation>{labelled} dari {asked} pcs berlabel</translation>
    </message>
</context>
<context>
    <name>LinePane</name>
    <message>
        <source>After</source>
        <translation>Sesudah</translation>
    </message>
    <message>
        <source>At {station}, {seconds} s after the machine&apos;s start</source>
        <translation>Di {station}, {seconds} d setelah mesin dinyalakan</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Sebelum</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Sebelum dan sesudah</translation>
    </message>
    <message>
        <source>Choose a line to see what it changed.</source>
        <translation>Pilih satu baris untuk melihat perubahannya.</translation>
    </message>
    <message>
        <source>Hash: {hash}</source>
        <translation>Hash: {hash}</translation>
    </message>
    <message>
        <source>Reason: {reason}</source>
        <translation>Alasan: {reason}</translation>
    </message>
    <message>
        <source>This line tells of no change.</source>
        <translation>Baris ini tidak mencatat perubahan.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Apa</translation>
    </message>
    <message>
        <source>{deed}, line {line}</source>
        <translation>{deed}, baris {line}</translation>
    </message>
    <message>
        <source>{who} ({role})</source>
        <translation>{who} ({role})</translation>
    </message>
</context>
<context>
    <name>ListPane</name>
    <message>
        <source>All {count} shown</source>
        <translation>Semua {count} ditampilkan</translation>
    </message>
    <message>
        <source>The newest {count} are shown, and there are more: narrow the search.</source>
        <translation>{count} terbaru ditampilkan, masih ada lagi: persempit pencarian.</translation>
    </message>
    <message>
        <source>{count} shown, there are more below</source>
        <translation>{count} ditampilkan, masih ada lagi di bawah</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>Blurred: higher or lower</source>
        <translation>Kabur: naikkan atau turunkan</translation>
    </message>
    <message>
        <source>Check the camera and its cable. Nothing is accepted until it moves.</source>
        <translation>Periksa kamera dan kabelnya. Tidak ada yang diterima sampai gambar bergerak.</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>Lebih dekat</translation>
    </message>
    <message>
        <source>Farther away</source>
        <translation>Lebih jauh</translation>
    </message>
    <message>
        <source>Hold it still</source>
        <translation>Tahan diam</translation>
    </message>
    <message>
        <source>More light</source>
        <translation>Tambah cahaya</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>Bergerak</translation>
    </message>
    <message>
        <source>No camera picture.</source>
        <translation>Tidak ada gambar kamera.</translation>
    </message>
    <message>
        <source>Not on this note</source>
        <translation>Tidak ada di surat jalan</translation>
    </message>
    <message>
        <source>One part at a time</source>
        <translation>Satu part saja</translation>
    </message>
    <message>
        <source>Out of the glare</source>
        <translation>Hindari pantulan</translation>
    </message>
    <message>
        <source>Plug the camera in. The station finds it by itself.</source>
        <translation>Pasang kabel kamera. Stasiun menemukannya sendiri.</translation>
    </message>
    <message>
        <source>Right part</source>
        <translation>Part benar</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Data lama</translation>
    </message>
    <message>
        <source>Stamp says {text}</source>
        <translation>Cap: {text}</translation>
    </message>
    <message>
        <source>Start the station again to replay it.</source>
        <translation>Jalankan lagi stasiun untuk memutarnya ulang.</translation>
    </message>
    <message>
        <source>Switch the lamp on, and open the lens. Nothing is accepted in the dark.</source>
        <translation>Nyalakan lampu, dan buka lensa. Tidak ada yang diterima saat gelap.</translation>
    </message>
    <message>
        <source>Take away what is before the lens. Nothing is accepted until it sees.</source>
        <translation>Singkirkan penghalang lensa. Tidak ada yang diterima sampai kamera melihat.</translation>
    </message>
    <message>
        <source>Take the hand off it</source>
        <translation>Lepaskan tangan</translation>
    </message>
    <message>
        <source>The camera is covered.</source>
        <translation>Kamera tertutup.</translation>
    </message>
    <message>
        <source>The clip has ended.</source>
        <translation>Klip sudah selesai.</translation>
    </message>
    <message>
        <source>The picture stands still.</source>
        <translation>Gambar tidak bergerak.</translation>
    </message>
    <message>
        <source>To the middle</source>
        <translation>Ke tengah</translation>
    </message>
    <message>
        <source>Too dark.</source>
        <translation>Terlalu gelap.</translation>
    </message>
    <message>
        <source>Turn it a little</source>
        <translation>Putar sedikit</translation>
    </message>
    <message>
        <source>Waiting for the camera…</source>
        <translation>Menunggu kamera…</translation>
    </message>
    <message>
        <source>goal {percent} %</source>
        <translation>target {percent} %</translation>
    </message>
    <message>
        <source>{right}, {count} in view</source>
        <translation>{right}, {count} terlihat</translation>
    </message>
</context>
<context>
    <name>MenuPanel</name>
    <message>
        <source>About</source>
        <translation>Tentang program</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Pemeriksaan</translation>
    </message>
    <message>
        <source>Close the menu</source>
        <translation>Tutup menu</translation>
    </message>
    <message>
        <source>Command codes</source>
        <translation>Kode perintah</translation>
    </message>
    <message>
        <source>Full screen (F11)</source>
        <translation>Layar penuh (F11)</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>Tur singkat</translation>
    </message>
    <message>
        <source>Help (F1)</source>
        <translation>Bantuan (F1)</translation>
    </message>
    <message>
        <source>Leave (F11)</source>
        <translation>Tinggalkan (F11)</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Terang atau gelap</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>Text {percent} %</source>
        <translation>Teks {percent} %</translation>
    </message>
</context>
<context>
    <name>NumberEditor</name>
    <message>
        <source>days</source>
        <translation>hari</translation>
    </message>
    <message>
        <source>{setting}: {sign}</source>
        <translation>{setting}: {sign}</translation>
    </message>
</context>
<context>
    <name>OfficeBar</name>
    <message>
        <source>About (F1)</source>
        <translation>Tentang program (F1)</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Terang atau gelap</translation>
    </message>
    <message>
        <source>Lock (Ctrl+L)</source>
        <translation>Kunci (Ctrl+L)</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Keluar</translation>
    </message>
</context>
<context>
    <name>OfficeWindow</name>
    <message>
        <source>A report on paper of all that is listed (PDF)…</source>
        <translation>Laporan di kertas tentang semua yang terdaftar (PDF)…</translation>
    </message>
    <message>
        <source>A table: CSV or XLSX…</source>
        <translation>Tabel: CSV atau XLSX…</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Aliases</source>
        <translation>Alias</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Grafik</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Pemeriksaan</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflik</translation>
    </message>
    <message>
        <source>Evidence bundle…</source>
        <translation>Paket bukti…</translation>
    </message>
    <message>
        <source>Export what is listed</source>
        <translation>Ekspor yang terdaftar</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Orang</translation>
    </message>
    <message>
        <source>Printed on {printer}.</source>
        <translation>Dicetak di {printer}.</translation>
    </message>
    <message>
        <source>Reopen the note for correction…</source>
        <translation>Buka lagi surat jalan untuk dikoreksi…</translation>
    </message>
    <message>
        <source>Report on paper (PDF)…</source>
        <translation>Laporan di kertas (PDF)…</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>Supervisors and administrators sign in here with their badge and PIN.</source>
        <translation>Supervisor dan administrator masuk di sini dengan kartu pengenal dan PIN.</translation>
    </message>
    <message>
        <source>Take back what it booked…</source>
        <translation>Batalkan yang sudah dibukukan…</translation>
    </message>
    <message>
        <source>Who sits here?</source>
        <translation>Siapa yang duduk di sini?</translation>
    </message>
    <message>
        <source>Your role has no page here. Operators work at the station&apos;s own screen.</source>
        <translation>Peran Anda tidak punya halaman di sini. Operator bekerja di layar stasiun.</translation>
    </message>
</context>
<context>
    <name>OperatorCard</name>
    <message>
        <source>3 and 4 again, until every part is Terpenuhi.</source>
        <translation>Ulangi 3 dan 4 sampai semua part Terpenuhi.</translation>
    </message>
    <message>
        <source>A guess</source>
        <translation>Dugaan</translation>
    </message>
    <message>
        <source>Colours, signs, sounds (● is one beep)</source>
        <translation>Warna, tanda, bunyi (● berarti satu bunyi)</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Konfirmasi</translation>
    </message>
    <message>
        <source>Confirm, understood</source>
        <translation>Konfirmasi, dimengerti</translation>
    </message>
    <message>
        <source>Cover not on the note</source>
        <translation>Tutup tidak ada di surat jalan</translation>
    </message>
    <message>
        <source>Discrepancy</source>
        <translation>Selisih</translation>
    </message>
    <message>
        <source>Do what the large words say.</source>
        <translation>Lakukan yang tertulis besar.</translation>
    </message>
    <message>
        <source>Go on.</source>
        <translation>Lanjutkan.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Bantuan</translation>
    </message>
    <message>
        <source>Hold it still until ✓. One part at a time.</source>
        <translation>Tahan diam sampai ✓. Satu part setiap kali.</translation>
    </message>
    <message>
        <source>IT</source>
        <translation>IT</translation>
    </message>
    <message>
        <source>Label and camera disagree</source>
        <translation>Label dan kamera tidak cocok</translation>
    </message>
    <message>
        <source>Label used, inactive or unknown</source>
        <translation>Label terpakai atau tak dikenal</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>Mencari</translation>
    </message>
    <message>
        <source>Menu, language</source>
        <translation>Menu, bahasa</translation>
    </message>
    <message>
        <source>Nearly sure</source>
        <translation>Hampir yakin</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Berikutnya</translation>
    </message>
    <message>
        <source>Next note</source>
        <translation>Surat jalan berikut</translation>
    </message>
    <message>
        <source>Packing, step by step</source>
        <translation>Mengemas, langkah demi langkah</translation>
    </message>
    <message>
        <source>Read what helps.</source>
        <translation>Baca petunjuk di layar.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Ditolak</translation>
    </message>
    <message>
        <source>Refused? Read it, do this, then scan “Confirm”</source>
        <translation>Ditolak? Baca, lakukan ini, lalu pindai “Konfirmasi”</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Benar</translation>
    </message>
    <message>
        <source>Scan instead of pressing</source>
        <translation>Pindai sebagai ganti menekan tombol</translation>
    </message>
    <message>
        <source>Scan its carton label</source>
        <translation>Pindai label kartonnya</translation>
    </message>
    <message>
        <source>Scan the delivery note</source>
        <translation>Pindai surat jalan</translation>
    </message>
    <message>
        <source>Scan your badge</source>
        <translation>Pindai kartu pengenal</translation>
    </message>
    <message>
        <source>Set the carton aside. Ask the supervisor.</source>
        <translation>Sisihkan karton. Tanyakan supervisor.</translation>
    </message>
    <message>
        <source>Set the cover aside.</source>
        <translation>Sisihkan tutupnya.</translation>
    </message>
    <message>
        <source>Show a cover of this carton, then scan again.</source>
        <translation>Tunjukkan tutup karton ini, pindai lagi.</translation>
    </message>
    <message>
        <source>Show a cover to the camera</source>
        <translation>Tunjukkan tutup ke kamera</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Keluar</translation>
    </message>
    <message>
        <source>Stop. Set it aside.</source>
        <translation>Berhenti. Sisihkan.</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>The large button, or the code below. Undo: a few seconds.</source>
        <translation>Tombol besar, atau kode di bawah. Batalkan: beberapa detik.</translation>
    </message>
    <message>
        <source>The screen lists its parts.</source>
        <translation>Layar menampilkan daftar part.</translation>
    </message>
    <message>
        <source>Then type your PIN.</source>
        <translation>Lalu ketik PIN.</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>Gangguan</translation>
    </message>
    <message>
        <source>Type the number</source>
        <translation>Ketik nomor</translation>
    </message>
    <message>
        <source>Undo, take back</source>
        <translation>Batalkan</translation>
    </message>
    <message>
        <source>Who to call</source>
        <translation>Hubungi</translation>
    </message>
    <message>
        <source>Wrong part</source>
        <translation>Part salah</translation>
    </message>
    <message>
        <source>cover</source>
        <translation>tutup</translation>
    </message>
    <message>
        <source>label</source>
        <translation>label</translation>
    </message>
    <message>
        <source>low</source>
        <translation>rendah</translation>
    </message>
    <message>
        <source>note done</source>
        <translation>selesai</translation>
    </message>
    <message>
        <source>with pauses</source>
        <translation>berjeda</translation>
    </message>
</context>
<context>
    <name>PackingView</name>
    <message>
        <source>Labels: {labels}   Pieces: {pieces}</source>
        <translation>Label: {labels}   Pcs: {pieces}</translation>
    </message>
    <message>
        <source>Next note</source>
        <translation>Surat jalan berikut</translation>
    </message>
    <message>
        <source>No label of {part} yet.</source>
        <translation>Belum ada label {part}.</translation>
    </message>
    <message>
        <source>No label scanned yet.</source>
        <translation>Belum ada label dipindai.</translation>
    </message>
    <message>
        <source>Open only</source>
        <translation>Yang belum saja</translation>
    </message>
    <message>
        <source>Parts by their labels</source>
        <translation>Part menurut label</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Buka lagi</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Kirim</translation>
    </message>
    <message>
        <source>‹ All parts</source>
        <translation>‹ Semua part</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Page {number} of {pages}</source>
        <translation>Halaman {number} dari {pages}</translation>
    </message>
</context>
<context>
    <name>Paperwork</name>
    <message>
        <source>Printed on {printer}.</source>
        <translation>Dicetak di {printer}.</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Tersimpan sebagai {path}.</translation>
    </message>
</context>
<context>
    <name>PartChooser</name>
    <message>
        <source>Back (Esc)</source>
        <translation>Kembali (Esc)</translation>
    </message>
    <message>
        <source>Instead of {part}</source>
        <translation>Bukan {part}</translation>
    </message>
    <message>
        <source>No part of the label master is called so.</source>
        <translation>Tidak ada part di master label dengan nama itu.</translation>
    </message>
    <message>
        <source>Parts of the label master</source>
        <translation>Part di master label</translation>
    </message>
    <message>
        <source>Some of the number, such as D26R</source>
        <translation>Sebagian nomor, misalnya D26R</translation>
    </message>
    <message>
        <source>The label master knows no part yet, so none can be chosen.</source>
        <translation>Master label belum berisi part, jadi tidak ada yang dapat dipilih.</translation>
    </message>
    <message>
        <source>This part (Enter)</source>
        <translation>Part ini (Enter)</translation>
    </message>
    <message>
        <source>Which part is it?</source>
        <translation>Part yang mana?</translation>
    </message>
</context>
<context>
    <name>PartsList</name>
    <message>
        <source>Parts on the note</source>
        <translation>Part di surat jalan</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>tidak diketahui</translation>
    </message>
    <message>
        <source>the camera has accepted it</source>
        <translation>kamera sudah menerimanya</translation>
    </message>
    <message>
        <source>the camera sees it</source>
        <translation>kamera melihatnya</translation>
    </message>
    <message>
        <source>{name}, {part}: {labelled} of {asked} pieces, {status}</source>
        <translation>{name}, {part}: {labelled} dari {asked} pcs, {status}</translation>
    </message>
    <message>
        <source>⚠ not checked yet</source>
        <translation>⚠ belum diperiksa</translation>
    </message>
</context>
<context>
    <name>PathEditor</name>
    <message>
        <source>Choose {setting}</source>
        <translation>Pilih {setting}</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Pilih…</translation>
    </message>
</context>
<context>
    <name>PeopleList</name>
    <message>
        <source>People</source>
        <translation>Orang</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>6 digits or more that are no simple row, or 10 characters or more.</source>
        <translation>6 angka atau lebih yang tidak berurutan, atau 10 karakter atau lebih.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktif</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>Tambah orang</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Lencana</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Pulihkan</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Rincian</translation>
    </message>
    <message>
        <source>It was not typed the same twice.</source>
        <translation>Kedua ketikan tidak sama.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Memuat…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>New PIN or password</source>
        <translation>PIN atau kata sandi baru</translation>
    </message>
    <message>
        <source>No PIN yet</source>
        <translation>Belum ada PIN</translation>
    </message>
    <message>
        <source>Nobody is called so.</source>
        <translation>Tidak ada yang bernama demikian.</translation>
    </message>
    <message>
        <source>Nothing here yet: the list was not loaded.</source>
        <translation>Belum ada apa-apa: daftar belum dimuat.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Dihapus</translation>
    </message>
    <message>
        <source>Removed as well</source>
        <translation>Termasuk yang dihapus</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Peran</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Search badge or name</source>
        <translation>Cari lencana atau nama</translation>
    </message>
    <message>
        <source>Set PIN</source>
        <translation>Atur PIN</translation>
    </message>
    <message>
        <source>The badge&apos;s number as the scanner reads it. A PIN can be set later as well.</source>
        <translation>Nomor lencana seperti yang dibaca pemindai. PIN juga dapat diatur nanti.</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Ketik sekali lagi</translation>
    </message>
    <message>
        <source>There was no answer. Load the list again (F5) before you try once more.</source>
        <translation>Tidak ada jawaban. Muat ulang daftar (F5) sebelum mencoba lagi.</translation>
    </message>
    <message>
        <source>Type the one you have now.</source>
        <translation>Ketik yang Anda pakai saat ini.</translation>
    </message>
    <message>
        <source>Whoever comes back gets a new PIN.</source>
        <translation>Orang yang dipulihkan mendapat PIN baru.</translation>
    </message>
    <message>
        <source>Whoever is removed can sign in nowhere, once each station has heard of it. What they did stays.</source>
        <translation>Orang yang dihapus tidak dapat masuk di mana pun setelah setiap stasiun mengetahuinya. Pekerjaannya tetap tersimpan.</translation>
    </message>
    <message>
        <source>Your PIN or password of now</source>
        <translation>PIN atau kata sandi Anda saat ini</translation>
    </message>
    <message>
        <source>✓ {badge} has a new PIN.</source>
        <translation>✓ {badge} punya PIN baru.</translation>
    </message>
    <message>
        <source>✓ {badge} is back.</source>
        <translation>✓ {badge} dipulihkan.</translation>
    </message>
    <message>
        <source>✓ {badge} was added.</source>
        <translation>✓ {badge} ditambahkan.</translation>
    </message>
    <message>
        <source>✓ {badge} was changed.</source>
        <translation>✓ {badge} diubah.</translation>
    </message>
    <message>
        <source>✓ {badge} was removed.</source>
        <translation>✓ {badge} dihapus.</translation>
    </message>
</context>
<context>
    <name>PeopleTable</name>
    <message>
        <source>Badge</source>
        <translation>Lencana</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Diubah</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Peran</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Masuk</translation>
    </message>
    <message>
        <source>{name} (you)</source>
        <translation>{name} (Anda)</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>Delete the last character</source>
        <translation>Hapus karakter terakhir</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Masukkan</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Administrators change the settings. Cancel shows them without changing anything.</source>
        <translation>Administrator mengubah pengaturan. Batal menampilkannya tanpa mengubah apa pun.</translation>
    </message>
    <message>
        <source>The settings are saved.</source>
        <translation>Pengaturan tersimpan.</translation>
    </message>
    <message>
        <source>Who changes the settings?</source>
        <translation>Siapa yang mengubah pengaturan?</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>Drive</translation>
    </message>
    <message>
        <source>Folder</source>
        <comment>All other platforms</comment>
        <translation>Folder</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Pilih</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Hapus</translation>
    </message>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Cari di:</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Folder Baru</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Buka</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Ganti Nama</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Simpan</translation>
    </message>
    <message>
        <source>All Files (*)</source>
        <translation>Semua Berkas (*)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Ubah ke tampilan rinci</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Ubah ke tampilan daftar</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Buat Folder Baru</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Buat Folder Baru</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Tampilan Rinci</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Folder:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>&amp;Nama berkas:</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;Jenis berkas:</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Cari Folder</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Maju</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Maju</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Ke folder di atasnya</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Tampilan Daftar</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Daftar tempat dan penanda</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Folder di Atasnya</translation>
    </message>
    <message>
        <source>Show </source>
        <translation>Tampilkan </translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>Tampilkan berkas &amp;tersembunyi</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Bilah samping</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Computer</source>
        <translation>Komputer</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Tanggal Diubah</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Ukuran</translation>
    </message>
    <message>
        <source>Type</source>
        <comment>All other platforms</comment>
        <translation>Jenis</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Salin</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Tempel</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Ulangi</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>Ur&amp;ungkan</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>Po&amp;tong</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Pilih Semua</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>Oke</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Buka</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
</context>
<context>
    <name>RatesModel</name>
    <message>
        <source>0 to {end} %</source>
        <translation>0 sampai {end} %</translation>
    </message>
    <message>
        <source>Bad pictures</source>
        <translation>Gambar buruk</translation>
    </message>
    <message>
        <source>Escape rate, 95 % interval</source>
        <translation>Tingkat lolos, interval 95 %</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>Dinilai</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Tidak yakin</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Salah</translation>
    </message>
    <message>
        <source>all parts</source>
        <translation>semua part</translation>
    </message>
    <message>
        <source>all stations</source>
        <translation>semua stasiun</translation>
    </message>
</context>
<context>
    <name>RatesTable</name>
    <message>
        <source>Escape rates</source>
        <translation>Tingkat lolos</translation>
    </message>
</context>
<context>
    <name>RefusalWindow</name>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>✗ The station cannot start</source>
        <translation>✗ Stasiun tidak dapat dijalankan</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Accepted</source>
        <translation>Diterima</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Tindakan</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>Camera, label and note</source>
        <translation>Kamera, label, dan surat jalan</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>Dicatat</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflik</translation>
    </message>
    <message>
        <source>Cover accepted</source>
        <translation>Cover diterima</translation>
    </message>
    <message>
        <source>Cover refused</source>
        <translation>Cover ditolak</translation>
    </message>
    <message>
        <source>Cover undecided</source>
        <translation>Cover belum diputuskan</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Keputusan</translation>
    </message>
    <message>
        <source>Delivery note</source>
        <translation>Surat jalan</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Rincian</translation>
    </message>
    <message>
        <source>Discrepancies</source>
        <translation>Selisih</translation>
    </message>
    <message>
        <source>Discrepancy</source>
        <translation>Selisih</translation>
    </message>
    <message>
        <source>It still waits at its station: nothing of it counts yet.</source>
        <translation>Masih menunggu di stasiunnya: belum ada yang dihitung.</translation>
    </message>
    <message>
        <source>It was voided and counts no more. {reason}</source>
        <translation>Sesi ini dibatalkan dan tidak dihitung lagi. {reason}</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Label alone</source>
        <translation>Label saja</translation>
    </message>
    <message>
        <source>Label and note</source>
        <translation>Label dan surat jalan</translation>
    </message>
    <message>
        <source>Label counted</source>
        <translation>Label dihitung</translation>
    </message>
    <message>
        <source>Label taken back</source>
        <translation>Label ditarik kembali</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Labels removed</source>
        <translation>Label dikeluarkan</translation>
    </message>
    <message>
        <source>Model label {label}, {model}, confidence {confidence}</source>
        <translation>Label model {label}, {model}, keyakinan {confidence}</translation>
    </message>
    <message>
        <source>Must agree</source>
        <translation>Harus cocok</translation>
    </message>
    <message>
        <source>No cover was decided.</source>
        <translation>Tidak ada cover yang diputuskan.</translation>
    </message>
    <message>
        <source>No label was counted or removed.</source>
        <translation>Tidak ada label yang dihitung atau dikeluarkan.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>Nobody has reviewed it.</source>
        <translation>Belum ada yang meninjau.</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>Belum ditinjau</translation>
    </message>
    <message>
        <source>Note as of</source>
        <translation>Surat jalan per</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>Dicatat</translation>
    </message>
    <message>
        <source>Nothing is recorded of how it was packed.</source>
        <translation>Tidak ada catatan tentang pengepakannya.</translation>
    </message>
    <message>
        <source>Nothing was packed.</source>
        <translation>Tidak ada yang dikemas.</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Dibuka</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Packed at {where}</source>
        <translation>Dikemas di {where}</translation>
    </message>
    <message>
        <source>Packing code</source>
        <translation>Kode pengepakan</translation>
    </message>
    <message>
        <source>Packing session of delivery note</source>
        <translation>Sesi pengepakan untuk surat jalan</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Parts still open</source>
        <translation>Part belum terpenuhi</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Pcs</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Dikembalikan</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Ditolak</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Dikeluarkan</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Tinjauan</translation>
    </message>
    <message>
        <source>Review opened again</source>
        <translation>Tinjauan dibuka lagi</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Ditinjau</translation>
    </message>
    <message>
        <source>SHA-256 of all that this report was made from: {sha256}. It is no signature; a signed evidence bundle is made at the station.</source>
        <translation>SHA-256 dari semua bahan laporan ini: {sha256}. Ini bukan tanda tangan; paket bukti bertanda tangan dibuat di stasiun.</translation>
    </message>
    <message>
        <source>Scanned</source>
        <translation>Dipindai</translation>
    </message>
    <message>
        <source>Session opened again</source>
        <translation>Sesi dibuka lagi</translation>
    </message>
    <message>
        <source>Session {session} of delivery note {dn}</source>
        <translation>Sesi {session} dari surat jalan {dn}</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Keadaan</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>Stasiun</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Dikirim</translation>
    </message>
    <message>
        <source>The factory&apos;s database could not take it: nothing of it counts.</source>
        <translation>Basis data pabrik tidak dapat menerimanya: tidak ada yang dihitung.</translation>
    </message>
    <message>
        <source>The picture cannot be read.</source>
        <translation>Gambar tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>The picture is not here.</source>
        <translation>Gambar tidak ada di sini.</translation>
    </message>
    <message>
        <source>The picture is not the one that was kept.</source>
        <translation>Gambar ini bukan yang disimpan.</translation>
    </message>
    <message>
        <source>There was none.</source>
        <translation>Tidak ada.</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>Belum diputuskan</translation>
    </message>
    <message>
        <source>Voided</source>
        <translation>Dibatalkan</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Apa</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Kapan</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Siapa</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>alias approved by {name}</source>
        <translation>alias disetujui oleh {name}</translation>
    </message>
    <message>
        <source>all stations</source>
        <translation>semua stasiun</translation>
    </message>
    <message>
        <source>counted</source>
        <translation>dihitung</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>dikeluarkan</translation>
    </message>
    <message>
        <source>{count} older sessions are counted above, and not listed.</source>
        <translation>{count} sesi yang lebih lama dihitung di atas, tetapi tidak didaftar.</translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation>{since} sampai {until}</translation>
    </message>
    <message>
        <source>{where}, {when}</source>
        <translation>{where}, {when}</translation>
    </message>
</context>
<context>
    <name>RestartWords</name>
    <message>
        <source>The station did not answer and was started again. Nothing that was counted is lost.</source>
        <translation>Stasiun tadi tidak menanggapi dan sudah dimulai lagi. Yang sudah dihitung tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>The station had stopped and was started again. Nothing that was counted is lost.</source>
        <translation>Stasiun tadi berhenti dan sudah dimulai lagi. Yang sudah dihitung tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>The station was started again. Everything goes on where it was.</source>
        <translation>Stasiun sudah dimulai lagi. Semua berlanjut dari tempat terakhir.</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Export training set …</source>
        <translation>Ekspor set pelatihan …</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Kemajuan ekspor</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hentikan</translation>
    </message>
    <message>
        <source>Wrong parts among the accepted covers of the blind sample that were judged, of the last {days} days. The truth lies within the interval in 95 of 100 such samples (Clopper–Pearson).</source>
        <translation>Part salah di antara cover diterima dari sampel buta yang sudah dinilai, dari {days} hari terakhir. Nilai sebenarnya berada di dalam interval pada 95 dari 100 sampel seperti ini (Clopper–Pearson).</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} dari {total}</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>7 days</source>
        <translation>7 hari</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Kesepakatan</translation>
    </message>
    <message>
        <source>Alias approved by</source>
        <translation>Alias disetujui oleh</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>Tersimpan</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Keyakinan</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Konflik</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Konflik diselesaikan</translation>
    </message>
    <message>
        <source>Conflicts are missing here.</source>
        <translation>Konflik tidak ada di daftar ini.</translation>
    </message>
    <message>
        <source>Could not be taken</source>
        <translation>Tidak dapat diterima</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Discrepancy</source>
        <translation>Selisih</translation>
    </message>
    <message>
        <source>Frames that agree</source>
        <translation>Frame yang sepakat</translation>
    </message>
    <message>
        <source>From … to</source>
        <translation>Dari … sampai</translation>
    </message>
    <message>
        <source>Label {label}</source>
        <translation>Label {label}</translation>
    </message>
    <message>
        <source>Label {label} of an earlier session removed</source>
        <translation>Label {label} dari sesi sebelumnya dikeluarkan</translation>
    </message>
    <message>
        <source>Label {label} taken back</source>
        <translation>Label {label} ditarik kembali</translation>
    </message>
    <message>
        <source>Lead over the next class</source>
        <translation>Selisih dari kelas berikutnya</translation>
    </message>
    <message>
        <source>Mend the filter first.</source>
        <translation>Perbaiki penyaring dahulu.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Model&apos;s label</source>
        <translation>Label model</translation>
    </message>
    <message>
        <source>No delivery note begins like this.</source>
        <translation>Tidak ada surat jalan yang berawal seperti ini.</translation>
    </message>
    <message>
        <source>No hash was recorded for this picture: it proves nothing.</source>
        <translation>Tidak ada hash yang dicatat untuk gambar ini: gambar ini tidak membuktikan apa pun.</translation>
    </message>
    <message>
        <source>No part is called like this.</source>
        <translation>Tidak ada part dengan nama ini.</translation>
    </message>
    <message>
        <source>No session is as asked for. Widen the days, or clear the filter.</source>
        <translation>Tidak ada sesi yang cocok. Perluas harinya, atau hapus penyaring.</translation>
    </message>
    <message>
        <source>No station is called like this.</source>
        <translation>Tidak ada stasiun dengan nama ini.</translation>
    </message>
    <message>
        <source>Nobody has a badge like this.</source>
        <translation>Tidak ada yang memiliki badge seperti ini.</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>Belum ditinjau</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Nothing here yet: no session has been submitted.</source>
        <translation>Belum ada apa-apa: belum ada sesi yang dikirim.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Dibuka</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Provisional</source>
        <translation>Sementara</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Alasan</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>Dibuka lagi</translation>
    </message>
    <message>
        <source>Review opened again</source>
        <translation>Tinjauan dibuka lagi</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Ditinjau</translation>
    </message>
    <message>
        <source>Session reopened</source>
        <translation>Sesi dibuka lagi</translation>
    </message>
    <message>
        <source>Session voided</source>
        <translation>Sesi dibatalkan</translation>
    </message>
    <message>
        <source>Sessions of the factory&apos;s database are missing here.</source>
        <translation>Sesi dari basis data pabrik tidak ada di daftar ini.</translation>
    </message>
    <message>
        <source>Stamp</source>
        <translation>Cap</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Dikirim</translation>
    </message>
    <message>
        <source>THIS IS NOT THE PICTURE THAT WAS RECORDED: its hash is another one.</source>
        <translation>INI BUKAN GAMBAR YANG DICATAT: hash-nya berbeda.</translation>
    </message>
    <message>
        <source>The picture cannot be read.</source>
        <translation>Gambar tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>The picture is not here: it lies on {station}, or was thinned out.</source>
        <translation>Gambar tidak ada di sini: gambar ada di {station}, atau sudah dihapus.</translation>
    </message>
    <message>
        <source>The sessions could not be read.</source>
        <translation>Sesi tidak dapat dibaca.</translation>
    </message>
    <message>
        <source>These days make no sense.</source>
        <translation>Rentang hari ini tidak masuk akal.</translation>
    </message>
    <message>
        <source>This is the picture that was recorded: its hash is the same.</source>
        <translation>Ini gambar yang dicatat: hash-nya sama.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hari ini</translation>
    </message>
    <message>
        <source>Voided</source>
        <translation>Dibatalkan</translation>
    </message>
    <message>
        <source>Waits at its station</source>
        <translation>Menunggu di stasiunnya</translation>
    </message>
    <message>
        <source>What waits at this station is missing here.</source>
        <translation>Yang menunggu di stasiun ini tidak ada di daftar ini.</translation>
    </message>
    <message>
        <source>With a discrepancy</source>
        <translation>Dengan selisih</translation>
    </message>
    <message>
        <source>agreed by {second}</source>
        <translation>disetujui oleh {second}</translation>
    </message>
    <message>
        <source>alias by {name}</source>
        <translation>alias oleh {name}</translation>
    </message>
    <message>
        <source>another class at the same place</source>
        <translation>kelas lain di tempat yang sama</translation>
    </message>
    <message>
        <source>camera, label and note must agree</source>
        <translation>kamera, label, dan surat jalan harus sepakat</translation>
    </message>
    <message>
        <source>confidence too low</source>
        <translation>keyakinan terlalu rendah</translation>
    </message>
    <message>
        <source>cut by the picture&apos;s edge</source>
        <translation>terpotong tepi gambar</translation>
    </message>
    <message>
        <source>frames disagree about the part</source>
        <translation>frame tidak sepakat tentang part</translation>
    </message>
    <message>
        <source>its alias is not approved</source>
        <translation>aliasnya belum disetujui</translation>
    </message>
    <message>
        <source>label and note must agree</source>
        <translation>label dan surat jalan harus sepakat</translation>
    </message>
    <message>
        <source>labels alone: the note was not seen</source>
        <translation>hanya label: surat jalan tidak terlihat</translation>
    </message>
    <message>
        <source>labels are taken: {labels}</source>
        <translation>label sudah dipakai: {labels}</translation>
    </message>
    <message>
        <source>labels were removed meanwhile: {labels}</source>
        <translation>label dikeluarkan sementara itu: {labels}</translation>
    </message>
    <message>
        <source>not on the delivery note</source>
        <translation>tidak ada di surat jalan</translation>
    </message>
    <message>
        <source>packed before</source>
        <translation>pernah dikemas</translation>
    </message>
    <message>
        <source>stamp agrees: {text}</source>
        <translation>cap cocok: {text}</translation>
    </message>
    <message>
        <source>stamp contradicts: {text}</source>
        <translation>cap bertentangan: {text}</translation>
    </message>
    <message>
        <source>the delivery note is unknown</source>
        <translation>surat jalan tidak dikenal</translation>
    </message>
    <message>
        <source>the delivery note says otherwise: {labels}</source>
        <translation>surat jalan menyatakan lain: {labels}</translation>
    </message>
    <message>
        <source>the model&apos;s label is no part</source>
        <translation>label model bukan part</translation>
    </message>
    <message>
        <source>the other side: {sides}</source>
        <translation>pihak lain: {sides}</translation>
    </message>
    <message>
        <source>the stamp says another part</source>
        <translation>cap menyebut part lain</translation>
    </message>
    <message>
        <source>too few frames</source>
        <translation>frame terlalu sedikit</translation>
    </message>
    <message>
        <source>two different parts in view</source>
        <translation>dua part berbeda terlihat</translation>
    </message>
    <message>
        <source>two parts share the model&apos;s label</source>
        <translation>dua part memakai label model yang sama</translation>
    </message>
    <message>
        <source>two parts too close</source>
        <translation>dua part terlalu mirip</translation>
    </message>
    <message>
        <source>{frames} frames agree</source>
        <translation>{frames} frame sepakat</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>{part} accepted</source>
        <translation>{part} diterima</translation>
    </message>
    <message>
        <source>{part} refused</source>
        <translation>{part} ditolak</translation>
    </message>
    <message>
        <source>{part} undecided</source>
        <translation>{part} belum diputuskan</translation>
    </message>
    <message>
        <source>{quantity} × {part}</source>
        <translation>{quantity} × {part}</translation>
    </message>
</context>
<context>
    <name>ScanEntry</name>
    <message>
        <source>Codes and numbers</source>
        <translation>Kode dan nomor</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PIN atau kata sandi</translation>
    </message>
    <message>
        <source>Scan or type a carton label</source>
        <translation>Pindai atau ketik label karton</translation>
    </message>
    <message>
        <source>Scan or type a delivery note number</source>
        <translation>Pindai atau ketik nomor surat jalan</translation>
    </message>
    <message>
        <source>Scan or type your badge</source>
        <translation>Pindai atau ketik kartu pengenal</translation>
    </message>
</context>
<context>
    <name>ScannerPage</name>
    <message>
        <source>A scanner on a serial port (USB-CDC)? Its port, else empty:</source>
        <translation>Pemindai di port serial (USB-CDC)? Port-nya, atau kosong:</translation>
    </message>
    <message>
        <source>Port of a serial scanner</source>
        <translation>Port pemindai serial</translation>
    </message>
</context>
<context>
    <name>SecondPersonPanel</name>
    <message>
        <source>A second person</source>
        <translation>Orang kedua</translation>
    </message>
    <message>
        <source>Another supervisor reads this, and agrees to it.</source>
        <translation>Supervisor lain membaca ini, lalu menyetujuinya.</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>Saya setuju</translation>
    </message>
    <message>
        <source>Reason: {why}</source>
        <translation>Alasan: {why}</translation>
    </message>
    <message>
        <source>{who} asks you to agree to this:</source>
        <translation>{who} meminta persetujuan Anda:</translation>
    </message>
</context>
<context>
    <name>SessionList</name>
    <message>
        <source>Sessions</source>
        <translation>Sesi</translation>
    </message>
</context>
<context>
    <name>SessionPane</name>
    <message>
        <source>Choose a session at the left.</source>
        <translation>Pilih sesi di sebelah kiri.</translation>
    </message>
    <message>
        <source>Evidence… (B)</source>
        <translation>Bukti… (B)</translation>
    </message>
    <message>
        <source>It waits at its station and can be reviewed once the factory has it.</source>
        <translation>Sesi ini menunggu di stasiunnya dan dapat ditinjau setelah sampai di pabrik.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Note (N)</source>
        <translation>Catatan (N)</translation>
    </message>
    <message>
        <source>Note. Enter keeps it, Escape drops it.</source>
        <translation>Catatan. Enter menyimpan, Escape membuang.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Reopen (O)</source>
        <translation>Buka lagi (O)</translation>
    </message>
    <message>
        <source>Reviewed (R)</source>
        <translation>Ditinjau (R)</translation>
    </message>
    <message>
        <source>Void… (V)</source>
        <translation>Batalkan… (V)</translation>
    </message>
    <message>
        <source>{labels} labels, {pieces} pieces</source>
        <translation>{labels} label, {pieces} buah</translation>
    </message>
    <message>
        <source>{labels} removed</source>
        <translation>{labels} dikeluarkan</translation>
    </message>
    <message>
        <source>{parts} parts open</source>
        <translation>{parts} part belum terpenuhi</translation>
    </message>
</context>
<context>
    <name>SessionTable</name>
    <message>
        <source>Delivery note</source>
        <translation>Surat jalan</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Tinjauan</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Changed: {count}. They apply at once.</source>
        <translation>Diubah: {count}. Langsung berlaku.</translation>
    </message>
    <message>
        <source>Changed: {count}. They apply when the station is started again.</source>
        <translation>Diubah: {count}. Berlaku setelah stasiun dijalankan lagi.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>No setting is called so. Search by another word.</source>
        <translation>Tidak ada pengaturan dengan nama itu. Cari dengan kata lain.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>Search all settings</source>
        <translation>Cari di semua pengaturan</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Cari pengaturan</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Pengaturan</translation>
    </message>
    <message>
        <source>The disk does not answer. Try again, and call IT if it stays so.</source>
        <translation>Disk tidak menjawab. Coba lagi, dan hubungi IT bila tetap begitu.</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>Buang</translation>
    </message>
    <message>
        <source>Throw the changes away? Press once more.</source>
        <translation>Buang perubahan? Tekan sekali lagi.</translation>
    </message>
    <message>
        <source>{count} more: type on to find them.</source>
        <translation>{count} lagi: ketik terus untuk menemukannya.</translation>
    </message>
    <message>
        <source>⚠ To look at only: an administrator may change settings.</source>
        <translation>⚠ Hanya untuk dilihat: administrator yang boleh mengubah pengaturan.</translation>
    </message>
    <message>
        <source>⚠ To look at only: this user may not write the settings file. Ask IT.</source>
        <translation>⚠ Hanya untuk dilihat: pengguna ini tidak boleh menulis berkas pengaturan. Hubungi IT.</translation>
    </message>
    <message>
        <source>✓ Saved.</source>
        <translation>✓ Tersimpan.</translation>
    </message>
    <message>
        <source>✓ Saved. Start the station again for the changes to apply.</source>
        <translation>✓ Tersimpan. Jalankan lagi stasiun agar perubahan berlaku.</translation>
    </message>
    <message>
        <source>✗ Correct what is marked: {keys}</source>
        <translation>✗ Perbaiki yang ditandai: {keys}</translation>
    </message>
</context>
<context>
    <name>Settling</name>
    <message>
        <source>Another session had used its labels.</source>
        <translation>Sesi lain sudah memakai labelnya.</translation>
    </message>
    <message>
        <source>Book all of it</source>
        <translation>Catat seluruhnya</translation>
    </message>
    <message>
        <source>Book it without the disputed labels</source>
        <translation>Catat tanpa label yang diperebutkan</translation>
    </message>
    <message>
        <source>Book nothing of it</source>
        <translation>Jangan catat apa pun</translation>
    </message>
    <message>
        <source>Books labels: {labels}, with {pieces} pieces. Takes two people.</source>
        <translation>Label yang dicatat: {labels}, berisi {pieces} pcs. Perlu dua orang.</translation>
    </message>
    <message>
        <source>DN</source>
        <translation>DN</translation>
    </message>
    <message>
        <source>DN {dn}, packed at {station} on {when} as {code}</source>
        <translation>DN {dn}, dikemas di {station} pada {when} sebagai {code}</translation>
    </message>
    <message>
        <source>It was written in the meantime: nothing more is booked, and the conflict is closed.</source>
        <translation>Sementara itu sudah tercatat: tidak ada lagi yang dicatat, dan konflik ditutup.</translation>
    </message>
    <message>
        <source>Its cartons are unpacked and packed anew. One person is enough.</source>
        <translation>Kartonnya dibongkar dan dikemas ulang. Satu orang cukup.</translation>
    </message>
    <message>
        <source>Its note asks for something else.</source>
        <translation>Surat jalannya meminta yang lain.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Labels that are no longer this session&apos;s and stay as they are: {labels}.</source>
        <translation>Label yang bukan lagi milik sesi ini dan tetap seperti adanya: {labels}.</translation>
    </message>
    <message>
        <source>Labels that become free again: {labels}, with {pieces} pieces.</source>
        <translation>Label yang bebas kembali: {labels}, berisi {pieces} pcs.</translation>
    </message>
    <message>
        <source>Labels that it takes out were out already.</source>
        <translation>Label yang dikeluarkannya sudah keluar sebelumnya.</translation>
    </message>
    <message>
        <source>Labels that it took out of the note stay out: {labels}.</source>
        <translation>Label yang dikeluarkannya dari surat jalan tetap di luar: {labels}.</translation>
    </message>
    <message>
        <source>Not needed: nothing of it is disputed any more.</source>
        <translation>Tidak perlu: tidak ada lagi yang diperebutkan.</translation>
    </message>
    <message>
        <source>Not possible now: the ERP does not answer.</source>
        <translation>Belum dapat: ERP tidak menjawab.</translation>
    </message>
    <message>
        <source>Not possible while labels are taken. Void the other session first, if it is the wrong one.</source>
        <translation>Tidak dapat selama label terpakai. Batalkan dulu sesi yang lain, bila itu yang salah.</translation>
    </message>
    <message>
        <source>Not possible: it is settled.</source>
        <translation>Tidak dapat: sudah diselesaikan.</translation>
    </message>
    <message>
        <source>Not possible: it was written in the meantime.</source>
        <translation>Tidak dapat: sementara itu sudah tercatat.</translation>
    </message>
    <message>
        <source>Not possible: nothing would be left of it.</source>
        <translation>Tidak dapat: tidak ada yang akan tersisa.</translation>
    </message>
    <message>
        <source>Not possible: the ERP does not know the note.</source>
        <translation>Tidak dapat: ERP tidak mengenal surat jalannya.</translation>
    </message>
    <message>
        <source>Not possible: the note asks for less than it holds.</source>
        <translation>Tidak dapat: surat jalan meminta kurang dari isinya.</translation>
    </message>
    <message>
        <source>Nothing is booked by it. The note may be opened again at a bench and corrected there.</source>
        <translation>Tidak ada yang dicatat. Surat jalan dapat dibuka lagi di stasiun dan diperbaiki di sana.</translation>
    </message>
    <message>
        <source>Nothing is booked for it any more: no label would be freed.</source>
        <translation>Tidak ada lagi yang tercatat untuknya: tidak ada label yang akan bebas.</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>Packing code</source>
        <translation>Kode packing</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Buka lagi</translation>
    </message>
    <message>
        <source>Reopen this session</source>
        <translation>Buka lagi sesi ini</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
    <message>
        <source>The ERP does not know its note.</source>
        <translation>ERP tidak mengenal surat jalannya.</translation>
    </message>
    <message>
        <source>The session comes back into the list of those that wait for a review.</source>
        <translation>Sesi kembali ke daftar yang menunggu pemeriksaan.</translation>
    </message>
    <message>
        <source>The session is reopened.</source>
        <translation>Sesi dibuka lagi.</translation>
    </message>
    <message>
        <source>The session is voided. Free again: {labels} labels.</source>
        <translation>Sesi dibatalkan. Bebas kembali: {labels} label.</translation>
    </message>
    <message>
        <source>The session itself stays on record, with who voided it and why.</source>
        <translation>Sesi itu sendiri tetap tercatat, dengan siapa yang membatalkannya dan mengapa.</translation>
    </message>
    <message>
        <source>Void this session</source>
        <translation>Batalkan sesi ini</translation>
    </message>
    <message>
        <source>Void…</source>
        <translation>Batalkan…</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Without: {labels}.</source>
        <translation>Tanpa: {labels}.</translation>
    </message>
    <message>
        <source>all booked</source>
        <translation>semua dicatat</translation>
    </message>
    <message>
        <source>becomes free</source>
        <translation>menjadi bebas</translation>
    </message>
    <message>
        <source>booked by this session</source>
        <translation>dicatat oleh sesi ini</translation>
    </message>
    <message>
        <source>booked in part</source>
        <translation>dicatat sebagian</translation>
    </message>
    <message>
        <source>free</source>
        <translation>bebas</translation>
    </message>
    <message>
        <source>labels out already</source>
        <translation>label sudah keluar</translation>
    </message>
    <message>
        <source>labels taken</source>
        <translation>label terpakai</translation>
    </message>
    <message>
        <source>not booked</source>
        <translation>tidak dicatat</translation>
    </message>
    <message>
        <source>not in the label master</source>
        <translation>tidak ada di master label</translation>
    </message>
    <message>
        <source>note disagrees</source>
        <translation>surat jalan berbeda</translation>
    </message>
    <message>
        <source>note unknown</source>
        <translation>surat jalan tidak dikenal</translation>
    </message>
    <message>
        <source>out already</source>
        <translation>sudah keluar</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>diselesaikan</translation>
    </message>
    <message>
        <source>stays: another program took it out</source>
        <translation>tetap: dikeluarkan program lain</translation>
    </message>
    <message>
        <source>stays: counted again, by session {session}</source>
        <translation>tetap: dihitung lagi, oleh sesi {session}</translation>
    </message>
    <message>
        <source>stays: taken out later, by session {session}</source>
        <translation>tetap: dikeluarkan kemudian, oleh sesi {session}</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>terpakai</translation>
    </message>
    <message>
        <source>to be taken out</source>
        <translation>akan dikeluarkan</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} lagi</translation>
    </message>
    <message>
        <source>{dn}, at {station}</source>
        <translation>{dn}, di {station}</translation>
    </message>
    <message>
        <source>{dn}, by another program</source>
        <translation>{dn}, oleh program lain</translation>
    </message>
    <message>
        <source>{how}, by {who} on {when}. Reason: {why}</source>
        <translation>{how}, oleh {who} pada {when}. Alasan: {why}</translation>
    </message>
    <message>
        <source>{labels}, with {pieces} pieces</source>
        <translation>{labels}, berisi {pieces} pcs</translation>
    </message>
    <message>
        <source>{part}: {before} → {after} of {asked}</source>
        <translation>{part}: {before} → {after} dari {asked}</translation>
    </message>
    <message>
        <source>{who} has voided it on {when}: there is nothing left to do.</source>
        <translation>{who} sudah membatalkannya pada {when}: tidak ada lagi yang perlu dilakukan.</translation>
    </message>
    <message>
        <source>{words} (then)</source>
        <translation>{words} (waktu itu)</translation>
    </message>
</context>
<context>
    <name>SetupFrame</name>
    <message>
        <source>Alt+B back</source>
        <translation>Alt+B kembali</translation>
    </message>
    <message>
        <source>Alt+K skip</source>
        <translation>Alt+K lewati</translation>
    </message>
    <message>
        <source>Alt+N next</source>
        <translation>Alt+N lanjut</translation>
    </message>
    <message>
        <source>Alt+T test</source>
        <translation>Alt+T uji</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Ctrl+1, Ctrl+2 … choose</source>
        <translation>Ctrl+1, Ctrl+2 … pilih</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>Save and begin</source>
        <translation>Simpan dan mulai</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Menyimpan…</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Lewati</translation>
    </message>
    <message>
        <source>{title} · {number} of {total}</source>
        <translation>{title} · {number} dari {total}</translation>
    </message>
</context>
<context>
    <name>SetupWizard</name>
    <message>
        <source>A delivery note to ask for, if there is one at hand</source>
        <translation>Surat jalan untuk ditanyakan, bila ada</translation>
    </message>
    <message>
        <source>Address and port of the server</source>
        <translation>Alamat dan port server</translation>
    </message>
    <message>
        <source>Address of the ERP</source>
        <translation>Alamat ERP</translation>
    </message>
    <message>
        <source>Address of the database; empty: an embedded one, on this machine alone</source>
        <translation>Alamat database; kosong: database bawaan, hanya di komputer ini</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Choose the camera above the bench.</source>
        <translation>Pilih kamera di atas meja kerja.</translation>
    </message>
    <message>
        <source>Choose the language.</source>
        <translation>Pilih bahasa.</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Database</translation>
    </message>
    <message>
        <source>ERP</source>
        <translation>ERP</translation>
    </message>
    <message>
        <source>File of its authority, for an encrypted line (PEM); empty: not encrypted</source>
        <translation>Berkas otoritasnya, untuk sambungan terenkripsi (PEM); kosong: tidak dienkripsi</translation>
    </message>
    <message>
        <source>Is all of this right?</source>
        <translation>Apakah semua ini benar?</translation>
    </message>
    <message>
        <source>It looks at the pictures of all stations. Without it a station uses its own model.</source>
        <translation>Server memeriksa gambar semua stasiun. Tanpa server, stasiun memakai modelnya sendiri.</translation>
    </message>
    <message>
        <source>Keyring entry with this station&apos;s token (countersign secret); empty: none</source>
        <translation>Entri keyring dengan token stasiun ini (countersign secret); kosong: tidak ada</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Bahasa</translation>
    </message>
    <message>
        <source>Let the station learn its scanner.</source>
        <translation>Kenalkan pemindai kepada stasiun.</translation>
    </message>
    <message>
        <source>Login on SQL Server; empty: the Windows login</source>
        <translation>Login SQL Server; kosong: login Windows</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Pemindai</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Ringkasan</translation>
    </message>
    <message>
        <source>The ERP answers in {ms} ms.</source>
        <translation>ERP menjawab dalam {ms} md.</translation>
    </message>
    <message>
        <source>The built-in stand-in answers. Its notes are for trying out only.</source>
        <translation>ERP tiruan bawaan menjawab. Surat jalannya hanya untuk uji coba.</translation>
    </message>
    <message>
        <source>The database {name} answers in {ms} ms.</source>
        <translation>Database {name} menjawab dalam {ms} md.</translation>
    </message>
    <message>
        <source>The embedded database is ready: {name}</source>
        <translation>Database bawaan siap: {name}</translation>
    </message>
    <message>
        <source>The note is there, with {lines} lines, in {ms} ms.</source>
        <translation>Surat jalan ditemukan, {lines} baris, dalam {ms} md.</translation>
    </message>
    <message>
        <source>The server answers in {ms} ms ({way}) with the model {model}.</source>
        <translation>Server menjawab dalam {ms} md ({way}) dengan model {model}.</translation>
    </message>
    <message>
        <source>The server is there ({way}), but not ready: no model is running.</source>
        <translation>Server ada ({way}), tetapi belum siap: tidak ada model yang berjalan.</translation>
    </message>
    <message>
        <source>Where is the ERP?</source>
        <translation>Di mana ERP?</translation>
    </message>
    <message>
        <source>Where is the factory&apos;s database?</source>
        <translation>Di mana database pabrik?</translation>
    </message>
    <message>
        <source>Where is the inference server?</source>
        <translation>Di mana server inferensi?</translation>
    </message>
    <message>
        <source>Where the delivery notes come from. “demo” is a built-in stand-in, to try things out.</source>
        <translation>Asal surat jalan. “demo” adalah ERP tiruan bawaan untuk uji coba.</translation>
    </message>
    <message>
        <source>Where what is packed goes in the end. The password is never written here: IT keeps it in the system&apos;s keyring (countersign secret set database).</source>
        <translation>Tujuan akhir data pengepakan. Kata sandi tidak pernah ditulis di sini: IT menyimpannya di keyring sistem (countersign secret set database).</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>terenkripsi</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>tidak terenkripsi</translation>
    </message>
    <message>
        <source>✗ The disk does not answer. Try again, and call IT if it stays so.</source>
        <translation>✗ Disk tidak menjawab. Coba lagi, dan hubungi IT bila tetap begitu.</translation>
    </message>
    <message>
        <source>✗ {key}: {problem}</source>
        <translation>✗ {key}: {problem}</translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>A word to the next shift</source>
        <translation>Pesan untuk shift berikutnya</translation>
    </message>
    <message>
        <source>Covers accepted</source>
        <translation>Tutup diterima</translation>
    </message>
    <message>
        <source>Covers refused</source>
        <translation>Tutup ditolak</translation>
    </message>
    <message>
        <source>Go on without the check</source>
        <translation>Lanjut tanpa pemeriksaan</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>Serahkan</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Not decided</source>
        <translation>Tidak diputuskan</translation>
    </message>
    <message>
        <source>Notes submitted</source>
        <translation>Surat jalan dikirim</translation>
    </message>
    <message>
        <source>Nothing is left over.</source>
        <translation>Tidak ada yang tersisa.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Sebentar…</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Pcs</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Cetak</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>The shift before</source>
        <translation>Shift sebelumnya</translation>
    </message>
    <message>
        <source>The shift from {began} to {ended}</source>
        <translation>Shift dari {began} sampai {ended}</translation>
    </message>
    <message>
        <source>There was no answer. Try again.</source>
        <translation>Tidak ada jawaban. Coba lagi.</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>Shift ini</translation>
    </message>
    <message>
        <source>This shift, since {began}</source>
        <translation>Shift ini, sejak {began}</translation>
    </message>
    <message>
        <source>Worked here: {names}</source>
        <translation>Bekerja di sini: {names}</translation>
    </message>
    <message>
        <source>{who} said at {time}: {words}</source>
        <translation>{who} berpesan pada {time}: {words}</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… dan {count} lagi</translation>
    </message>
    <message>
        <source>↑ Saved here, not yet in the factory&apos;s database</source>
        <translation>↑ Tersimpan di sini, belum ada di basis data pabrik</translation>
    </message>
    <message>
        <source>● Still open on the screen</source>
        <translation>● Masih terbuka di layar</translation>
    </message>
    <message>
        <source>⚠ A supervisor went over the check</source>
        <translation>⚠ Supervisor melewati pemeriksaan</translation>
    </message>
    <message>
        <source>⚠ Submitted with a discrepancy</source>
        <translation>⚠ Dikirim dengan selisih</translation>
    </message>
    <message>
        <source>⚠ The check of this shift is still to be done</source>
        <translation>⚠ Pemeriksaan shift ini belum dilakukan</translation>
    </message>
    <message>
        <source>✓ The check was passed</source>
        <translation>✓ Pemeriksaan lulus</translation>
    </message>
    <message>
        <source>✗ In conflict or set aside: the supervisor decides</source>
        <translation>✗ Konflik atau disisihkan: supervisor yang memutuskan</translation>
    </message>
    <message>
        <source>✗ The check failed</source>
        <translation>✗ Pemeriksaan gagal</translation>
    </message>
</context>
<context>
    <name>SignInPanel</name>
    <message>
        <source>Hold your badge under the scanner or the camera, or type its number.</source>
        <translation>Tunjukkan kartu pengenal ke pemindai atau kamera, atau ketik nomornya.</translation>
    </message>
    <message>
        <source>Locked for {operator}</source>
        <translation>Terkunci untuk {operator}</translation>
    </message>
    <message>
        <source>Not me</source>
        <translation>Bukan saya</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Orang lain</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait {seconds} s.</source>
        <translation>Terlalu banyak PIN salah. Tunggu {seconds} dtk.</translation>
    </message>
    <message>
        <source>Type your PIN or password, then press Enter.</source>
        <translation>Ketik PIN atau kata sandi Anda, lalu tekan Enter.</translation>
    </message>
    <message>
        <source>Type your PIN or password. Another operator scans their badge.</source>
        <translation>Ketik PIN atau kata sandi Anda. Operator lain memindai lencananya.</translation>
    </message>
    <message>
        <source>What the last operator left open is still here.</source>
        <translation>Pekerjaan operator sebelumnya masih tersimpan.</translation>
    </message>
    <message>
        <source>What {operator} has open is kept.</source>
        <translation>Pekerjaan {operator} yang terbuka tetap disimpan.</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>Siapa yang bekerja di sini?</translation>
    </message>
</context>
<context>
    <name>Slip</name>
    <message>
        <source>Asked</source>
        <translation>Diminta</translation>
    </message>
    <message>
        <source>Delivery note</source>
        <translation>Surat jalan</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>Berlabel</translation>
    </message>
    <message>
        <source>Labelled / asked</source>
        <translation>Berlabel / diminta</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>NOT RECORDED</source>
        <translation>TIDAK TERCATAT</translation>
    </message>
    <message>
        <source>NOT TAKEN OVER</source>
        <translation>TIDAK DITERIMA</translation>
    </message>
    <message>
        <source>NOT YET CONFIRMED</source>
        <translation>BELUM DIKONFIRMASI</translation>
    </message>
    <message>
        <source>NOTE NOT CURRENT</source>
        <translation>SURAT JALAN TIDAK TERBARU</translation>
    </message>
    <message>
        <source>Nobody could see the delivery note. Only the labels are known; the rest is checked later.</source>
        <translation>Surat jalan belum dapat dilihat. Hanya labelnya yang diketahui; sisanya diperiksa kemudian.</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>PROVISIONAL</source>
        <translation>SEMENTARA</translation>
    </message>
    <message>
        <source>Packed</source>
        <translation>Dikemas</translation>
    </message>
    <message>
        <source>Packing code</source>
        <translation>Kode kemasan</translation>
    </message>
    <message>
        <source>Packing slip of delivery note</source>
        <translation>Slip kemasan surat jalan</translation>
    </message>
    <message>
        <source>Packing slip {packing_code}</source>
        <translation>Slip kemasan {packing_code}</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Pcs</translation>
    </message>
    <message>
        <source>Purchase order</source>
        <translation>PO</translation>
    </message>
    <message>
        <source>Saved at the station and on its way to the factory&apos;s database.</source>
        <translation>Tersimpan di stasiun dan sedang dikirim ke database pabrik.</translation>
    </message>
    <message>
        <source>Set the cartons aside and call the supervisor.</source>
        <translation>Sisihkan karton dan panggil supervisor.</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Submitted with a discrepancy</source>
        <translation>Dikirim dengan selisih</translation>
    </message>
    <message>
        <source>The ERP did not answer: the note is the one of {moment}.</source>
        <translation>ERP tidak menjawab: surat jalan menurut data {moment}.</translation>
    </message>
    <message>
        <source>The factory&apos;s database refuses it. Call the supervisor.</source>
        <translation>Database pabrik menolaknya. Panggil supervisor.</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>belum diperiksa</translation>
    </message>
    <message>
        <source>{labels}, {removed} removed</source>
        <translation>{labels}, {removed} dihapus</translation>
    </message>
    <message>
        <source>{missing} missing</source>
        <translation>kurang {missing}</translation>
    </message>
</context>
<context>
    <name>SlipPreview</name>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Cetak</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Simpan PDF</translation>
    </message>
    <message>
        <source>The next page</source>
        <translation>Halaman berikut</translation>
    </message>
    <message>
        <source>The page before</source>
        <translation>Halaman sebelumnya</translation>
    </message>
    <message>
        <source>The slip as it will be printed</source>
        <translation>Slip seperti akan dicetak</translation>
    </message>
</context>
<context>
    <name>SpanBar</name>
    <message>
        <source>First day</source>
        <translation>Hari pertama</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Hari terakhir</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
</context>
<context>
    <name>SpanSegments</name>
    <message>
        <source>Days</source>
        <translation>Hari</translation>
    </message>
</context>
<context>
    <name>StationFace</name>
    <message>
        <source>Camera picture</source>
        <translation>Gambar kamera</translation>
    </message>
    <message>
        <source>Keys on the screen</source>
        <translation>Tombol di layar</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>All sent</source>
        <translation>Terkirim semua</translation>
    </message>
    <message>
        <source>At this site labels count without the camera.</source>
        <translation>Di lokasi ini label dihitung tanpa kamera.</translation>
    </message>
    <message>
        <source>At today&apos;s rate the disk lasts {lasts}.</source>
        <translation>Dengan laju hari ini disk cukup {lasts}.</translation>
    </message>
    <message>
        <source>Call IT. Labels that need the camera wait until then.</source>
        <translation>Hubungi IT. Label yang memerlukan kamera menunggu sampai pulih.</translation>
    </message>
    <message>
        <source>Call IT. Scanning goes on once there is room.</source>
        <translation>Hubungi IT. Pemindaian lanjut setelah ada ruang.</translation>
    </message>
    <message>
        <source>Call IT: the scanner has to be taught again, or the layout set.</source>
        <translation>Hubungi IT: pemindai harus dikenalkan lagi, atau tata letak keyboard diatur.</translation>
    </message>
    <message>
        <source>Call the supervisor. Nothing of them is lost.</source>
        <translation>Panggil supervisor. Tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Cannot be written</source>
        <translation>Tak dapat ditulis</translation>
    </message>
    <message>
        <source>Caps Lock</source>
        <translation>Caps Lock</translation>
    </message>
    <message>
        <source>Check the camera&apos;s cable; unplug it and plug it in again.</source>
        <translation>Periksa kabel kamera; cabut dan pasang lagi.</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Jam</translation>
    </message>
    <message>
        <source>Covered</source>
        <translation>Tertutup</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Database</translation>
    </message>
    <message>
        <source>Detection</source>
        <translation>Deteksi</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Enough room</source>
        <translation>Ruang cukup</translation>
    </message>
    <message>
        <source>Everything that was submitted is in the factory&apos;s database.</source>
        <translation>Semua yang dikirim sudah ada di database pabrik.</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Macet</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Penuh</translation>
    </message>
    <message>
        <source>Go on working, and tell IT.</source>
        <translation>Lanjutkan bekerja, dan beri tahu IT.</translation>
    </message>
    <message>
        <source>Go on working, and tell IT. The station goes back to the server by itself.</source>
        <translation>Lanjutkan bekerja, dan beri tahu IT. Stasiun kembali sendiri ke server.</translation>
    </message>
    <message>
        <source>Go on working. Tell IT.</source>
        <translation>Teruskan bekerja. Beri tahu IT.</translation>
    </message>
    <message>
        <source>Go on working; they are sent by themselves. Tell IT.</source>
        <translation>Lanjutkan bekerja; data terkirim sendiri. Beri tahu IT.</translation>
    </message>
    <message>
        <source>Keyboard layout</source>
        <translation>Tata letak keyboard</translation>
    </message>
    <message>
        <source>Lasts {lasts}</source>
        <translation>Cukup {lasts}</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Terlambat</translation>
    </message>
    <message>
        <source>Look at each cover yourself.</source>
        <translation>Periksa sendiri setiap tutup.</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Tidak ada</translation>
    </message>
    <message>
        <source>Neither the server nor this station&apos;s own model answers: no part can be accepted.</source>
        <translation>Server maupun model stasiun ini tidak menjawab: tidak ada part yang dapat diterima.</translation>
    </message>
    <message>
        <source>No code has come since the start.</source>
        <translation>Belum ada kode sejak dijalankan.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Tidak ada</translation>
    </message>
    <message>
        <source>Not in step</source>
        <translation>Tidak sejalan</translation>
    </message>
    <message>
        <source>Not used yet</source>
        <translation>Belum dipakai</translation>
    </message>
    <message>
        <source>Offline, {count} unsent</source>
        <translation>Offline, {count} belum terkirim</translation>
    </message>
    <message>
        <source>Only {free_gb} GB are free. Pictures worth least are removed to make room.</source>
        <translation>Sisa hanya {free_gb} GB. Gambar yang paling tidak penting dihapus.</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Dibuka</translation>
    </message>
    <message>
        <source>Own model</source>
        <translation>Model sendiri</translation>
    </message>
    <message>
        <source>Plug the camera in. The station finds it by itself.</source>
        <translation>Pasang kabel kamera. Stasiun menemukannya sendiri.</translation>
    </message>
    <message>
        <source>Plug the scanner in. Meanwhile show codes to the camera, or type them.</source>
        <translation>Pasang pemindai. Sementara itu tunjukkan kode ke kamera, atau ketik.</translation>
    </message>
    <message>
        <source>Press Caps Lock once.</source>
        <translation>Tekan Caps Lock satu kali.</translation>
    </message>
    <message>
        <source>Scan a code to see whether the scanner works; or type it.</source>
        <translation>Pindai satu kode untuk menguji pemindai; atau ketik.</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Pemindai</translation>
    </message>
    <message>
        <source>Server {rate}/s</source>
        <translation>Server {rate}/dtk</translation>
    </message>
    <message>
        <source>Sessions are sent, but people and the audit could not be brought up to date.</source>
        <translation>Sesi terkirim, tetapi data orang dan audit tidak bisa diperbarui.</translation>
    </message>
    <message>
        <source>Small and capital letters of the codes are exchanged: Caps Lock seems to be on.</source>
        <translation>Huruf besar dan kecil kode tertukar: Caps Lock tampaknya menyala.</translation>
    </message>
    <message>
        <source>Something covers the camera&apos;s lens.</source>
        <translation>Lensa kamera tertutup sesuatu.</translation>
    </message>
    <message>
        <source>Start the station again to replay it.</source>
        <translation>Jalankan lagi stasiun untuk memutarnya ulang.</translation>
    </message>
    <message>
        <source>Stop, and call IT.</source>
        <translation>Berhenti, dan hubungi IT.</translation>
    </message>
    <message>
        <source>Switch the lamp on.</source>
        <translation>Nyalakan lampu.</translation>
    </message>
    <message>
        <source>Take away what is in front of it, and clean the lens.</source>
        <translation>Singkirkan penghalangnya, dan bersihkan lensa.</translation>
    </message>
    <message>
        <source>Tell IT in time.</source>
        <translation>Beri tahu IT sebelum penuh.</translation>
    </message>
    <message>
        <source>Tell IT. Nothing is lost: the order of the records does not depend on it.</source>
        <translation>Beri tahu IT. Tidak ada yang hilang: urutan catatan tidak bergantung pada jam.</translation>
    </message>
    <message>
        <source>The camera gives {fps} pictures a second.</source>
        <translation>Kamera memberi {fps} gambar per detik.</translation>
    </message>
    <message>
        <source>The camera is being opened.</source>
        <translation>Kamera sedang dibuka.</translation>
    </message>
    <message>
        <source>The camera repeats its last picture. Nothing is accepted.</source>
        <translation>Kamera mengulang gambar terakhir. Tidak ada yang diterima.</translation>
    </message>
    <message>
        <source>The clock goes as it should.</source>
        <translation>Jam berjalan semestinya.</translation>
    </message>
    <message>
        <source>The clock was moved by {minutes} minutes since the start.</source>
        <translation>Jam bergeser {minutes} menit sejak dijalankan.</translation>
    </message>
    <message>
        <source>The codes come with wrong characters: scanner and computer have different keyboard layouts.</source>
        <translation>Kode datang dengan huruf yang salah: tata letak keyboard pemindai dan komputer berbeda.</translation>
    </message>
    <message>
        <source>The disk is nearly full: only {free_gb} GB are free. Nothing more is counted.</source>
        <translation>Disk hampir penuh: sisa hanya {free_gb} GB. Tidak ada lagi yang dihitung.</translation>
    </message>
    <message>
        <source>The disk lasts {lasts}.</source>
        <translation>Disk cukup {lasts}.</translation>
    </message>
    <message>
        <source>The factory&apos;s database does not answer. {count} submitted sessions are safe on this station.</source>
        <translation>Database pabrik tidak menjawab. {count} sesi terkirim aman di stasiun ini.</translation>
    </message>
    <message>
        <source>The last answer is more than a second old.</source>
        <translation>Jawaban terakhir lebih dari satu detik lalu.</translation>
    </message>
    <message>
        <source>The picture is too dark to name a part.</source>
        <translation>Gambar terlalu gelap untuk mengenali part.</translation>
    </message>
    <message>
        <source>The recorded clip has ended.</source>
        <translation>Klip rekaman sudah selesai.</translation>
    </message>
    <message>
        <source>The scanner at its port does not answer.</source>
        <translation>Pemindai pada port-nya tidak menjawab.</translation>
    </message>
    <message>
        <source>The server asks for version {version} of this program. Call IT.</source>
        <translation>Server meminta versi {version} dari program ini. Hubungi IT.</translation>
    </message>
    <message>
        <source>The server does not answer. This station names the parts itself, somewhat slower.</source>
        <translation>Server tidak menjawab. Stasiun ini mengenali part sendiri, sedikit lebih lambat.</translation>
    </message>
    <message>
        <source>The server names the parts, {rate} pictures a second; the newest answer is {age_ms} ms old.</source>
        <translation>Server mengenali part, {rate} gambar per detik; jawaban terbaru {age_ms} md lalu.</translation>
    </message>
    <message>
        <source>There is enough room on this station&apos;s disk.</source>
        <translation>Ruang disk stasiun ini cukup.</translation>
    </message>
    <message>
        <source>There is no camera.</source>
        <translation>Tidak ada kamera.</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>Tidak ada yang perlu dilakukan.</translation>
    </message>
    <message>
        <source>This station&apos;s own record cannot be read or written.</source>
        <translation>Catatan stasiun ini tidak dapat dibaca atau ditulis.</translation>
    </message>
    <message>
        <source>Too dark</source>
        <translation>Terlalu gelap</translation>
    </message>
    <message>
        <source>Version {version} of this program is there. IT installs it.</source>
        <translation>Versi {version} dari program ini sudah tersedia. IT yang memasangnya.</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>Tunggu sebentar.</translation>
    </message>
    <message>
        <source>Wait a moment. If it stays so, call IT.</source>
        <translation>Tunggu sebentar. Bila tetap begitu, hubungi IT.</translation>
    </message>
    <message>
        <source>{codes} codes were read since the start.</source>
        <translation>{codes} kode terbaca sejak dijalankan.</translation>
    </message>
    <message>
        <source>{codes} read</source>
        <translation>{codes} terbaca</translation>
    </message>
    <message>
        <source>{count} for the supervisor</source>
        <translation>{count} untuk supervisor</translation>
    </message>
    <message>
        <source>{count} on the way</source>
        <translation>{count} sedang dikirim</translation>
    </message>
    <message>
        <source>{count} sessions are on their way to the factory&apos;s database.</source>
        <translation>{count} sesi sedang dikirim ke database pabrik.</translation>
    </message>
    <message>
        <source>{count} sessions were not taken over by the factory&apos;s database.</source>
        <translation>{count} sesi tidak diterima oleh database pabrik.</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} hari</translation>
    </message>
    <message>
        <source>{fps}/s</source>
        <translation>{fps}/dtk</translation>
    </message>
    <message>
        <source>{fps}/s, not asked</source>
        <translation>{fps}/dtk, tak dipakai</translation>
    </message>
    <message>
        <source>{free_gb} GB free</source>
        <translation>Sisa {free_gb} GB</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} jam</translation>
    </message>
    <message>
        <source>{time}</source>
        <translation>{time}</translation>
    </message>
    <message>
        <source>{time}, jumped</source>
        <translation>{time}, bergeser</translation>
    </message>
</context>
<context>
    <name>StatusView</name>
    <message>
        <source>{frames} frames</source>
        <translation>{frames} gambar</translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message>
        <source>It is written to {file}</source>
        <translation>Ditulis ke {file}</translation>
    </message>
    <message>
        <source>Next, for IT: nobody can sign in yet. In a terminal: countersign user pepper --new, then countersign user add BADGE --name NAME --role admin</source>
        <translation>Berikutnya, untuk IT: belum ada yang bisa masuk. Di terminal: countersign user pepper --new, lalu countersign user add BADGE --name NAME --role admin</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>tidak berubah</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>dipilih</translation>
    </message>
    <message>
        <source>embedded, on this machine</source>
        <translation>bawaan, di komputer ini</translation>
    </message>
    <message>
        <source>not tested</source>
        <translation>belum diuji</translation>
    </message>
    <message>
        <source>nothing special</source>
        <translation>tidak ada yang khusus</translation>
    </message>
    <message>
        <source>⚠ fixed outside this file</source>
        <translation>⚠ ditetapkan di luar berkas ini</translation>
    </message>
    <message>
        <source>✓ works</source>
        <translation>✓ berfungsi</translation>
    </message>
    <message>
        <source>✗ did not work</source>
        <translation>✗ tidak berfungsi</translation>
    </message>
</context>
<context>
    <name>SupportPanel</name>
    <message>
        <source>Logs, settings, versions and what the check-up found, for whoever helps. Passwords and tokens are left out, and everybody who worked here is written as a number.</source>
        <translation>Log, pengaturan, versi, dan hasil pemeriksaan, untuk yang membantu. Kata sandi dan token tidak disertakan, dan setiap orang yang bekerja di sini ditulis sebagai nomor.</translation>
    </message>
    <message>
        <source>Pictures of covers: none</source>
        <translation>Gambar tutup: tidak ada</translation>
    </message>
    <message>
        <source>Pictures of covers: the newest</source>
        <translation>Gambar tutup: yang terbaru</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>Paket bantuan</translation>
    </message>
    <message>
        <source>{parts} parts were packed. MANIFEST.json lists them.</source>
        <translation>{parts} bagian telah dikemas. MANIFEST.json mendaftarnya.</translation>
    </message>
</context>
<context>
    <name>TeachIn</name>
    <message>
        <source>Characters were missing. Scan the code once more.</source>
        <translation>Ada huruf yang hilang. Pindai kodenya sekali lagi.</translation>
    </message>
    <message>
        <source>It ends a code with Enter.</source>
        <translation>Pemindai mengakhiri kode dengan Enter.</translation>
    </message>
    <message>
        <source>It ends a code with Tab.</source>
        <translation>Pemindai mengakhiri kode dengan Tab.</translation>
    </message>
    <message>
        <source>Its keys come at most {slowest} ms apart, {allowed} ms are allowed.</source>
        <translation>Jarak tombolnya paling lama {slowest} md, batasnya {allowed} md.</translation>
    </message>
    <message>
        <source>That was another code, or two at once. Scan the one shown here.</source>
        <translation>Itu kode lain, atau dua sekaligus. Pindai kode yang tampil di sini.</translation>
    </message>
    <message>
        <source>The keys came as slowly as by hand. Scan the code, or set a shorter pause between the keys.</source>
        <translation>Tombol datang selambat diketik tangan. Pindai kodenya, atau atur jeda tombol lebih pendek.</translation>
    </message>
    <message>
        <source>The scanner ends a code with neither Enter nor Tab. Set it to send Enter (CR), then scan again.</source>
        <translation>Pemindai tidak mengakhiri kode dengan Enter atau Tab. Atur agar mengirim Enter (CR), lalu pindai lagi.</translation>
    </message>
    <message>
        <source>What the scanner adds before or after a code changes. Switch that off in it, then start again.</source>
        <translation>Tambahan pemindai sebelum atau setelah kode berubah-ubah. Matikan di pemindai, lalu mulai lagi.</translation>
    </message>
    <message>
        <source>“{text}” after a code is taken off.</source>
        <translation>“{text}” setelah kode dibuang.</translation>
    </message>
    <message>
        <source>“{text}” before a code is taken off.</source>
        <translation>“{text}” sebelum kode dibuang.</translation>
    </message>
    <message>
        <source>⚠ Caps Lock is on: capitals arrive as small letters. Switch it off.</source>
        <translation>⚠ Caps Lock menyala: huruf besar datang sebagai huruf kecil. Matikan.</translation>
    </message>
    <message>
        <source>⚠ Scanner and computer are set to different keyboards: {pairs}. Set both alike, start again.</source>
        <translation>⚠ Pemindai dan komputer memakai keyboard berbeda: {pairs}. Samakan keduanya, mulai lagi.</translation>
    </message>
</context>
<context>
    <name>TeachInView</name>
    <message>
        <source>Hold the scanner a hand&apos;s breadth away.</source>
        <translation>Pegang pemindai selebar telapak tangan dari layar.</translation>
    </message>
    <message>
        <source>Scan this code from the screen ({number} of {total})</source>
        <translation>Pindai kode ini dari layar ({number} dari {total})</translation>
    </message>
    <message>
        <source>Skip the teach-in</source>
        <translation>Lewati pengenalan</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Mulai lagi</translation>
    </message>
    <message>
        <source>✓ The scanner is understood</source>
        <translation>✓ Pemindai dimengerti</translation>
    </message>
    <message>
        <source>✓ Understood. Now this one.</source>
        <translation>✓ Dimengerti. Sekarang yang ini.</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>Urutan kejadian</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Already packed</source>
        <translation>Sudah dikemas</translation>
    </message>
    <message>
        <source>Check of the shift</source>
        <translation>Pemeriksaan shift</translation>
    </message>
    <message>
        <source>Delivery note</source>
        <translation>Surat jalan</translation>
    </message>
    <message>
        <source>Help (F1)</source>
        <translation>Bantuan (F1)</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Terkunci</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>Menu (F10)</translation>
    </message>
    <message>
        <source>Nobody signed in</source>
        <translation>Belum ada yang masuk</translation>
    </message>
    <message>
        <source>Packing</source>
        <translation>Mengemas</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Sedang masuk</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Terkirim</translation>
    </message>
    <message>
        <source>Submitting</source>
        <translation>Mengirim</translation>
    </message>
    <message>
        <source>Waiting for a note</source>
        <translation>Menunggu surat jalan</translation>
    </message>
    <message>
        <source>⚠ ERP away, note of {time}</source>
        <translation>⚠ ERP terputus, data {time}</translation>
    </message>
    <message>
        <source>⚠ provisional: note not seen</source>
        <translation>⚠ sementara: surat jalan belum dilihat</translation>
    </message>
</context>
<context>
    <name>TourOverlay</name>
    <message>
        <source>A cover is accepted when several fresh pictures agree; a part of another note is crossed out.</source>
        <translation>Tutup diterima bila beberapa gambar baru sepakat; part dari surat jalan lain dicoret.</translation>
    </message>
    <message>
        <source>A refusal names both sides and stays until it is understood: nothing slips by.</source>
        <translation>Penolakan menyebut kedua pihak dan bertahan sampai dimengerti: tidak ada yang terlewat.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Kembali</translation>
    </message>
    <message>
        <source>Codes arrive whatever has the focus. They can also be shown to the camera, or typed.</source>
        <translation>Kode selalu sampai, apa pun yang aktif. Kode juga dapat ditunjukkan ke kamera, atau diketik.</translation>
    </message>
    <message>
        <source>Each line fills up with its labels. Tap a line to see its labels and take one back.</source>
        <translation>Setiap baris terisi oleh labelnya. Sentuh baris untuk melihat label dan membatalkannya.</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>Akhiri tur</translation>
    </message>
    <message>
        <source>Every cover gets a box. Dotted, dashed, full, green with a tick: the surer, the brighter.</source>
        <translation>Setiap tutup mendapat kotak. Titik-titik, garis putus, garis penuh, hijau bercentang: makin yakin, makin terang.</translation>
    </message>
    <message>
        <source>Everything at a glance</source>
        <translation>Semua sekali pandang</translation>
    </message>
    <message>
        <source>Language, colours, size of the text, command codes to print; F1 helps on every screen.</source>
        <translation>Bahasa, warna, ukuran teks, kode perintah untuk dicetak; F1 membantu di setiap layar.</translation>
    </message>
    <message>
        <source>Menu and help</source>
        <translation>Menu dan bantuan</translation>
    </message>
    <message>
        <source>Never one picture alone</source>
        <translation>Tidak pernah satu gambar saja</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Lanjut</translation>
    </message>
    <message>
        <source>One press; a few seconds to undo; then it is saved here and sent by itself, exactly once.</source>
        <translation>Satu tekan; beberapa detik untuk membatalkan; lalu tersimpan di sini dan terkirim sendiri, tepat satu kali.</translation>
    </message>
    <message>
        <source>One sentence</source>
        <translation>Satu kalimat</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Ditolak</translation>
    </message>
    <message>
        <source>Server, camera, scanner, database, disk, clock: tap one, and it says what to do.</source>
        <translation>Server, kamera, pemindai, database, disk, jam: sentuh satu, dan terlihat apa yang harus dilakukan.</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Kirim</translation>
    </message>
    <message>
        <source>The camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>The delivery note</source>
        <translation>Surat jalan</translation>
    </message>
    <message>
        <source>The largest words always say what to do next.</source>
        <translation>Tulisan terbesar selalu menyebut langkah berikutnya.</translation>
    </message>
    <message>
        <source>The scanner</source>
        <translation>Pemindai</translation>
    </message>
</context>
<context>
    <name>_SideCard</name>
    <message>
        <source>Look at it</source>
        <translation>Lihat</translation>
    </message>
    <message>
        <source>Look at the other session</source>
        <translation>Lihat sesi yang lain</translation>
    </message>
    <message>
        <source>and other sessions: {count}, named in the table</source>
        <translation>dan sesi lain: {count}, tercantum dalam tabel</translation>
    </message>
</context>
<context>
    <name>demo</name>
    <message>
        <source>The inference server is killed. The station goes on with its own model.</source>
        <translation>Server inferensi dimatikan. Stasiun berjalan dengan modelnya sendiri.</translation>
    </message>
    <message>
        <source>The inference server is started again. The station returns to it by itself.</source>
        <translation>Server inferensi dijalankan lagi. Stasiun kembali sendiri kepadanya.</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>A new model is in use: {model}.</source>
        <translation>Model baru dipakai: {model}.</translation>
    </message>
    <message>
        <source>A new model was refused: a file is not what was signed ({detail}).</source>
        <translation>Model baru ditolak: ada berkas yang tidak sesuai dengan yang ditandatangani ({detail}).</translation>
    </message>
    <message>
        <source>A new model was refused: the signatures of those who are trusted are missing ({detail}).</source>
        <translation>Model baru ditolak: tanda tangan pihak yang dipercaya tidak ada ({detail}).</translation>
    </message>
    <message>
        <source>A new model was refused: the source cannot be understood ({detail}).</source>
        <translation>Model baru ditolak: isi sumbernya tidak dapat dipahami ({detail}).</translation>
    </message>
    <message>
        <source>A new model was refused: the source offers an older state than it did before ({detail}).</source>
        <translation>Model baru ditolak: sumbernya menawarkan keadaan yang lebih lama daripada sebelumnya ({detail}).</translation>
    </message>
    <message>
        <source>A new model was refused: {reason}.</source>
        <translation>Model baru ditolak: {reason}.</translation>
    </message>
    <message>
        <source>A newer version will be taken.</source>
        <translation>Versi yang lebih baru akan dipakai.</translation>
    </message>
    <message>
        <source>Add it to the environment as docs/adr/0003-set-up.md says.</source>
        <translation>Tambahkan ke lingkungan seperti dalam docs/adr/0003-set-up.md.</translation>
    </message>
    <message>
        <source>Add light, set camera.exposure_us, or use a USB port of its own.</source>
        <translation>Tambah cahaya, atur camera.exposure_us, atau pakai port USB tersendiri.</translation>
    </message>
    <message>
        <source>Add light.</source>
        <translation>Tambah cahaya.</translation>
    </message>
    <message>
        <source>Another session has used these labels meanwhile: {labels}.</source>
        <translation>Label ini sudah dipakai sesi lain: {labels}.</translation>
    </message>
    <message>
        <source>Ask somebody whose role allows it.</source>
        <translation>Minta kepada orang yang perannya mengizinkan.</translation>
    </message>
    <message>
        <source>Ask the supervisor.</source>
        <translation>Tanyakan kepada supervisor.</translation>
    </message>
    <message>
        <source>Badge and PIN do not go together.</source>
        <translation>Lencana dan PIN tidak cocok.</translation>
    </message>
    <message>
        <source>Bring it closer and hold it still.</source>
        <translation>Dekatkan dan tahan diam.</translation>
    </message>
    <message>
        <source>Bring it to the middle.</source>
        <translation>Geser ke tengah.</translation>
    </message>
    <message>
        <source>Call IT to update it; what was packed is safe and is sent.</source>
        <translation>Hubungi IT untuk memperbaruinya; yang sudah dikemas aman dan tetap dikirim.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Check it from the station&apos;s menu (F10).</source>
        <translation>Periksa dari menu stasiun (F10).</translation>
    </message>
    <message>
        <source>Check its name, its rights and what is in it.</source>
        <translation>Periksa nama, hak akses, dan isinya.</translation>
    </message>
    <message>
        <source>Check the badge&apos;s number.</source>
        <translation>Periksa nomor lencananya.</translation>
    </message>
    <message>
        <source>Check the number on the paper, or ask the supervisor.</source>
        <translation>Periksa nomor pada surat jalan, atau tanyakan kepada supervisor.</translation>
    </message>
    <message>
        <source>Choose CSV, or ask for fewer sessions.</source>
        <translation>Pilih CSV, atau minta lebih sedikit sesi.</translation>
    </message>
    <message>
        <source>Choose a higher resolution or a smaller scale in the system&apos;s settings.</source>
        <translation>Pilih resolusi lebih tinggi atau skala lebih kecil di pengaturan sistem.</translation>
    </message>
    <message>
        <source>Clean the lens and focus the camera.</source>
        <translation>Bersihkan lensa dan fokuskan kamera.</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Jam</translation>
    </message>
    <message>
        <source>Committed as {packing_code}.</source>
        <translation>Tercatat sebagai {packing_code}.</translation>
    </message>
    <message>
        <source>Compare it with a watch.</source>
        <translation>Bandingkan dengan jam tangan.</translation>
    </message>
    <message>
        <source>Confirm the discrepancy.</source>
        <translation>Konfirmasikan selisih.</translation>
    </message>
    <message>
        <source>Confirm to try again with the right pieces, or call the supervisor.</source>
        <translation>Konfirmasi untuk mencoba lagi dengan contoh yang tepat, atau panggil supervisor.</translation>
    </message>
    <message>
        <source>Copy it there, or correct model.path: without it nothing is seen when the server is away.</source>
        <translation>Salin model ke sana, atau perbaiki model.path: tanpa itu tidak ada yang terlihat saat server hilang.</translation>
    </message>
    <message>
        <source>Copy the model again from where it was released.</source>
        <translation>Salin lagi model dari tempat rilisnya.</translation>
    </message>
    <message>
        <source>Correct data_dir, or mend the disk.</source>
        <translation>Perbaiki data_dir, atau perbaiki disk.</translation>
    </message>
    <message>
        <source>Correct database.url, open port 1433, or start the server.</source>
        <translation>Perbaiki database.url, buka port 1433, atau jalankan server.</translation>
    </message>
    <message>
        <source>Correct database.url, or tell whoever looks after it.</source>
        <translation>Perbaiki database.url, atau beri tahu pengelolanya.</translation>
    </message>
    <message>
        <source>Correct erp.base_url, or tell whoever looks after the ERP.</source>
        <translation>Perbaiki erp.base_url, atau beri tahu pengelola ERP.</translation>
    </message>
    <message>
        <source>Correct erp.base_url: it ends before /dn_json.</source>
        <translation>Perbaiki erp.base_url: berakhir sebelum /dn_json.</translation>
    </message>
    <message>
        <source>Correct inference.address, or add the name to the DNS.</source>
        <translation>Perbaiki inference.address, atau tambahkan namanya ke DNS.</translation>
    </message>
    <message>
        <source>Correct inference.tls_ca and inference.tls_cert, or store the token: countersign secret set server-token.</source>
        <translation>Perbaiki inference.tls_ca dan inference.tls_cert, atau simpan token: countersign secret set server-token.</translation>
    </message>
    <message>
        <source>Correct it and start again.</source>
        <translation>Perbaiki, lalu mulai lagi.</translation>
    </message>
    <message>
        <source>Correct it, and try again.</source>
        <translation>Perbaiki, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Cover and label are both {part}, the note asks for {asked}.</source>
        <translation>Tutup dan label sama-sama {part}, surat jalan meminta {asked}.</translation>
    </message>
    <message>
        <source>DN {dn} cannot be checked: the ERP does not answer.</source>
        <translation>DN {dn} tidak dapat diperiksa: ERP tidak menjawab.</translation>
    </message>
    <message>
        <source>DN {dn} goes on where it was. Labels not yet submitted: {labels}.</source>
        <translation>DN {dn} dilanjutkan. Label belum dikirim: {labels}.</translation>
    </message>
    <message>
        <source>DN {dn} is already packed as {packing_code}.</source>
        <translation>DN {dn} sudah dikemas sebagai {packing_code}.</translation>
    </message>
    <message>
        <source>DN {dn} is being submitted.</source>
        <translation>DN {dn} sedang dikirim.</translation>
    </message>
    <message>
        <source>DN {dn} is not finished.</source>
        <translation>DN {dn} belum selesai.</translation>
    </message>
    <message>
        <source>DN {dn} is not registered.</source>
        <translation>DN {dn} tidak terdaftar.</translation>
    </message>
    <message>
        <source>DN {dn} is on its way already.</source>
        <translation>DN {dn} sudah terkirim.</translation>
    </message>
    <message>
        <source>DN {dn} is open as it was on {as_of}: the ERP does not answer.</source>
        <translation>DN {dn} dibuka menurut data {as_of}: ERP tidak menjawab.</translation>
    </message>
    <message>
        <source>DN {dn} is open. Parts: {parts}.</source>
        <translation>DN {dn} dibuka. Jumlah part: {parts}.</translation>
    </message>
    <message>
        <source>DN {dn} is saved on this station and on its way.</source>
        <translation>DN {dn} tersimpan di stasiun ini dan sedang dikirim.</translation>
    </message>
    <message>
        <source>DN {dn} was not submitted.</source>
        <translation>DN {dn} tidak jadi dikirim.</translation>
    </message>
    <message>
        <source>DN {dn} was not taken over: another session has used its labels, or the note says otherwise.</source>
        <translation>DN {dn} tidak diterima: labelnya sudah dipakai sesi lain, atau surat jalannya berbeda.</translation>
    </message>
    <message>
        <source>DN {dn} was set aside: the factory&apos;s database refuses it.</source>
        <translation>DN {dn} disisihkan: database pabrik menolaknya.</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Database</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>Do not rely on it; ask the station&apos;s site for a new one.</source>
        <translation>Jangan andalkan; minta yang baru dari lokasi stasiun.</translation>
    </message>
    <message>
        <source>ERP</source>
        <translation>ERP</translation>
    </message>
    <message>
        <source>Enrol it on the server (countersign server enroll), then here: countersign secret set server-token.</source>
        <translation>Daftarkan di server (countersign server enroll), lalu di sini: countersign secret set server-token.</translation>
    </message>
    <message>
        <source>Entry {where} is not the one that line {seq} tells of.</source>
        <translation>Entri {where} bukan yang dicatat baris {seq}.</translation>
    </message>
    <message>
        <source>Entry {where}, which line {seq} tells of, is gone.</source>
        <translation>Entri {where}, yang dicatat baris {seq}, sudah tidak ada.</translation>
    </message>
    <message>
        <source>First submit it, or take its labels back.</source>
        <translation>Kirim dahulu, atau batalkan labelnya.</translation>
    </message>
    <message>
        <source>Fonts</source>
        <translation>Huruf</translation>
    </message>
    <message>
        <source>From line {seq} on the end is missing.</source>
        <translation>Mulai baris {seq} ujungnya hilang.</translation>
    </message>
    <message>
        <source>Give a reason to submit with a discrepancy.</source>
        <translation>Pilih alasan untuk mengirim dengan selisih.</translation>
    </message>
    <message>
        <source>Give the server a certificate and set inference.tls_ca.</source>
        <translation>Beri server sertifikat dan atur inference.tls_ca.</translation>
    </message>
    <message>
        <source>Give the station&apos;s user the right to write there, or set data_dir to another folder.</source>
        <translation>Beri pengguna stasiun hak menulis di sana, atau atur data_dir ke folder lain.</translation>
    </message>
    <message>
        <source>Go on packing, or submit it again.</source>
        <translation>Lanjutkan pengemasan, atau kirim lagi.</translation>
    </message>
    <message>
        <source>Go on with the next carton.</source>
        <translation>Lanjutkan ke karton berikutnya.</translation>
    </message>
    <message>
        <source>Go on.</source>
        <translation>Lanjutkan.</translation>
    </message>
    <message>
        <source>Hold it still.</source>
        <translation>Tahan diam.</translation>
    </message>
    <message>
        <source>Install the Microsoft ODBC Driver 18 for SQL Server, or name another one in database.url.</source>
        <translation>Pasang Microsoft ODBC Driver 18 for SQL Server, atau sebutkan driver lain di database.url.</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>Pasang ulang program.</translation>
    </message>
    <message>
        <source>Install {lowest} or newer.</source>
        <translation>Pasang {lowest} atau yang lebih baru.</translation>
    </message>
    <message>
        <source>Install {newest}.</source>
        <translation>Pasang {newest}.</translation>
    </message>
    <message>
        <source>It could be one of two parts.</source>
        <translation>Ada dua part yang mungkin.</translation>
    </message>
    <message>
        <source>It has up to 40 letters, digits and the signs . _ / - and begins with no sign.</source>
        <translation>Paling banyak 40 huruf, angka, dan tanda . _ / - dan tidak diawali tanda.</translation>
    </message>
    <message>
        <source>It is safe here. Call the supervisor.</source>
        <translation>Datanya aman di sini. Panggil supervisor.</translation>
    </message>
    <message>
        <source>Keep the file as it is, and tell IT.</source>
        <translation>Biarkan berkasnya apa adanya, dan beri tahu IT.</translation>
    </message>
    <message>
        <source>Label {label} cannot be checked: the database does not answer and this station has never seen it.</source>
        <translation>Label {label} tidak dapat diperiksa: database tidak menjawab dan stasiun ini belum mengenalnya.</translation>
    </message>
    <message>
        <source>Label {label} has already been scanned in this session.</source>
        <translation>Label {label} sudah dipindai dalam sesi ini.</translation>
    </message>
    <message>
        <source>Label {label} has been used in another session.</source>
        <translation>Label {label} sudah dipakai dalam sesi lain.</translation>
    </message>
    <message>
        <source>Label {label} is not active.</source>
        <translation>Label {label} tidak aktif.</translation>
    </message>
    <message>
        <source>Label {label} is not in the label master.</source>
        <translation>Label {label} tidak ada di master label.</translation>
    </message>
    <message>
        <source>Label {label} is not in this session.</source>
        <translation>Label {label} tidak ada dalam sesi ini.</translation>
    </message>
    <message>
        <source>Label {label} was not counted: DN {dn} is being submitted.</source>
        <translation>Label {label} tidak dihitung: DN {dn} sedang dikirim.</translation>
    </message>
    <message>
        <source>Label {label} was taken back.</source>
        <translation>Label {label} dibatalkan.</translation>
    </message>
    <message>
        <source>Label {label} will be free again.</source>
        <translation>Label {label} akan bebas lagi.</translation>
    </message>
    <message>
        <source>Label {label}: {quantity} × {part}.</source>
        <translation>Label {label}: {quantity} × {part}.</translation>
    </message>
    <message>
        <source>Leave the file as it is and call IT: countersign db check, then countersign db restore.</source>
        <translation>Jangan ubah berkasnya dan hubungi IT: countersign db check, lalu countersign db restore.</translation>
    </message>
    <message>
        <source>Leave the file as it is: countersign db check, then countersign db restore.</source>
        <translation>Biarkan berkas apa adanya: countersign db check, lalu countersign db restore.</translation>
    </message>
    <message>
        <source>Let IT add the first administrator: countersign user add.</source>
        <translation>Minta IT menambahkan administrator pertama: countersign user add.</translation>
    </message>
    <message>
        <source>Let IT store it: countersign user pepper.</source>
        <translation>Minta IT menyimpannya: countersign user pepper.</translation>
    </message>
    <message>
        <source>Let IT update the program; the model follows.</source>
        <translation>Minta IT memperbarui program; modelnya menyusul.</translation>
    </message>
    <message>
        <source>Let another supervisor agree with a badge and PIN of their own.</source>
        <translation>Minta supervisor lain menyetujui dengan kartu dan PIN-nya sendiri.</translation>
    </message>
    <message>
        <source>Let another supervisor approve it.</source>
        <translation>Mintalah supervisor lain menyetujuinya.</translation>
    </message>
    <message>
        <source>Let its administrator run the script of this version: countersign db ddl --dialect mssql.</source>
        <translation>Minta administratornya menjalankan skrip versi ini: countersign db ddl --dialect mssql.</translation>
    </message>
    <message>
        <source>Let only administrators write these files.</source>
        <translation>Hanya administrator yang boleh menulis berkas ini.</translation>
    </message>
    <message>
        <source>Let the plant&apos;s time server set both.</source>
        <translation>Atur keduanya dengan server waktu pabrik.</translation>
    </message>
    <message>
        <source>Line {seq} does not stand where it was written.</source>
        <translation>Baris {seq} tidak berada di tempat ia ditulis.</translation>
    </message>
    <message>
        <source>Line {seq} is missing.</source>
        <translation>Baris {seq} hilang.</translation>
    </message>
    <message>
        <source>Line {seq} is not as it was written.</source>
        <translation>Baris {seq} tidak seperti saat ditulis.</translation>
    </message>
    <message>
        <source>Line {seq} was written anew: another one was noted elsewhere.</source>
        <translation>Baris {seq} ditulis ulang: di tempat lain tercatat yang berbeda.</translation>
    </message>
    <message>
        <source>Look at the network between them, and at what else the server does.</source>
        <translation>Periksa jaringan di antaranya, dan apa lagi yang dikerjakan server.</translation>
    </message>
    <message>
        <source>Look at the station&apos;s lamp Scanner.</source>
        <translation>Lihat lampu Pemindai di stasiun.</translation>
    </message>
    <message>
        <source>Look it up in the list.</source>
        <translation>Cari di daftar.</translation>
    </message>
    <message>
        <source>Look thoroughly: countersign db check.</source>
        <translation>Periksa menyeluruh: countersign db check.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Mengamati…</translation>
    </message>
    <message>
        <source>Make a support bundle and send it to the makers.</source>
        <translation>Buat paket bantuan dan kirim ke pembuat program.</translation>
    </message>
    <message>
        <source>Make room now; the station goes on by itself.</source>
        <translation>Kosongkan ruang sekarang; stasiun melanjutkan sendiri.</translation>
    </message>
    <message>
        <source>Make room on the disk or correct the folder&apos;s rights, then try again.</source>
        <translation>Kosongkan ruang disk atau perbaiki hak akses folder, lalu coba lagi.</translation>
    </message>
    <message>
        <source>Make room.</source>
        <translation>Kosongkan ruang.</translation>
    </message>
    <message>
        <source>Make somebody else an administrator before.</source>
        <translation>Jadikan orang lain administrator lebih dahulu.</translation>
    </message>
    <message>
        <source>New models cannot be fetched from {source}: {problem}.</source>
        <translation>Model baru tidak dapat diambil dari {source}: {problem}.</translation>
    </message>
    <message>
        <source>No answer within {limit_s} s.</source>
        <translation>Tidak ada jawaban dalam {limit_s} dtk.</translation>
    </message>
    <message>
        <source>No line tells of entry {where}.</source>
        <translation>Tidak ada baris yang mencatat entri {where}.</translation>
    </message>
    <message>
        <source>No server answers at {address}.</source>
        <translation>Tidak ada server yang menjawab di {address}.</translation>
    </message>
    <message>
        <source>No server answers on this machine&apos;s control port {port}.</source>
        <translation>Tidak ada server yang menjawab pada port kendali {port} komputer ini.</translation>
    </message>
    <message>
        <source>Nobody can sign in before it has: call IT.</source>
        <translation>Tidak ada yang dapat masuk sebelum terhubung: hubungi IT.</translation>
    </message>
    <message>
        <source>Nobody has worked here for a while: locked. What {operator} has open is kept.</source>
        <translation>Sudah lama tidak ada kegiatan: terkunci. Pekerjaan {operator} yang terbuka tetap disimpan.</translation>
    </message>
    <message>
        <source>Nobody is known here yet.</source>
        <translation>Belum ada orang yang dikenal di sini.</translation>
    </message>
    <message>
        <source>Nobody signs in at this station.</source>
        <translation>Stasiun ini tidak memakai kartu pengenal.</translation>
    </message>
    <message>
        <source>Not sure enough yet.</source>
        <translation>Belum cukup yakin.</translation>
    </message>
    <message>
        <source>Not sure which part it is.</source>
        <translation>Belum yakin part yang mana.</translation>
    </message>
    <message>
        <source>Nothing is lost. Call IT: scanning goes on with more room.</source>
        <translation>Tidak ada yang hilang. Hubungi IT: pemindaian lanjut setelah ada ruang.</translation>
    </message>
    <message>
        <source>Nothing is lost: try again, and call IT if it stays away.</source>
        <translation>Tidak ada yang hilang: coba lagi, dan hubungi IT bila tetap tidak menjawab.</translation>
    </message>
    <message>
        <source>Nothing is lost: try again, and call IT if it stays locked.</source>
        <translation>Tidak ada yang hilang: coba lagi, dan hubungi IT bila tetap terkunci.</translation>
    </message>
    <message>
        <source>Nothing is open on this note.</source>
        <translation>Surat jalan ini sudah lengkap.</translation>
    </message>
    <message>
        <source>Nothing that was counted is lost. Call IT: what happened is in {folder}.</source>
        <translation>Yang sudah dihitung tidak ada yang hilang. Panggil TI: yang terjadi tercatat di {folder}.</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>Tidak perlu apa-apa.</translation>
    </message>
    <message>
        <source>Nothing vouches for the model {model}: its card names no hash, or no golden frame.</source>
        <translation>Tidak ada yang menjamin model {model}: kartunya tidak memuat hash atau gambar acuan.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Tidak ada yang diubah.</translation>
    </message>
    <message>
        <source>Nothing was changed. Make room on the disk, or correct its rights.</source>
        <translation>Tidak ada yang diubah. Kosongkan ruang disk, atau perbaiki hak aksesnya.</translation>
    </message>
    <message>
        <source>Nothing was changed: install the newer program again.</source>
        <translation>Tidak ada yang diubah: pasang lagi program yang lebih baru.</translation>
    </message>
    <message>
        <source>Nothing was changed: look at it again.</source>
        <translation>Tidak ada yang diubah: lihat lagi.</translation>
    </message>
    <message>
        <source>Nothing was written: tell IT.</source>
        <translation>Tidak ada yang ditulis: beri tahu IT.</translation>
    </message>
    <message>
        <source>On {host} anybody in the network could use this server.</source>
        <translation>Pada {host} siapa pun di jaringan dapat memakai server ini.</translation>
    </message>
    <message>
        <source>Or type it and press Enter.</source>
        <translation>Atau ketik, lalu tekan Enter.</translation>
    </message>
    <message>
        <source>Or type its number and press Enter.</source>
        <translation>Atau ketik nomornya, lalu tekan Enter.</translation>
    </message>
    <message>
        <source>Own model</source>
        <translation>Model sendiri</translation>
    </message>
    <message>
        <source>Parts still open: {open}.</source>
        <translation>Part yang belum terpenuhi: {open}.</translation>
    </message>
    <message>
        <source>Plug it in, close other programs that use it, and see: countersign cameras.</source>
        <translation>Pasang kamera, tutup program lain yang memakainya, dan lihat: countersign cameras.</translation>
    </message>
    <message>
        <source>Plug the scanner in, or correct scanner.serial_port. There are: {known}.</source>
        <translation>Pasang pemindai, atau perbaiki scanner.serial_port. Yang ada: {known}.</translation>
    </message>
    <message>
        <source>Port {port} on {host} is in use.</source>
        <translation>Port {port} pada {host} sedang dipakai.</translation>
    </message>
    <message>
        <source>Print the sheet of commands anew.</source>
        <translation>Cetak ulang lembar perintah.</translation>
    </message>
    <message>
        <source>Propose it first.</source>
        <translation>Usulkan dahulu.</translation>
    </message>
    <message>
        <source>Put it into the role countersign_station.</source>
        <translation>Masukkan ke peran countersign_station.</translation>
    </message>
    <message>
        <source>Reopen it, or scan another note.</source>
        <translation>Buka lagi, atau pindai surat jalan lain.</translation>
    </message>
    <message>
        <source>Revoke the other one first, by its name.</source>
        <translation>Cabut dahulu yang lain, dengan namanya.</translation>
    </message>
    <message>
        <source>Right: the bad piece was refused.</source>
        <translation>Benar: contoh salah ditolak.</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>Hak akses</translation>
    </message>
    <message>
        <source>Run the checks at the station&apos;s own screen.</source>
        <translation>Jalankan pemeriksaan di layar stasiun sendiri.</translation>
    </message>
    <message>
        <source>Say in a few words why.</source>
        <translation>Sebutkan alasannya dengan singkat.</translation>
    </message>
    <message>
        <source>Say who does it.</source>
        <translation>Sebutkan siapa yang melakukannya.</translation>
    </message>
    <message>
        <source>Say why.</source>
        <translation>Sebutkan alasannya.</translation>
    </message>
    <message>
        <source>Scan a carton label first.</source>
        <translation>Pindai label karton dahulu.</translation>
    </message>
    <message>
        <source>Scan any code at the station: the lamp Scanner counts it.</source>
        <translation>Pindai kode apa saja di stasiun: lampu Pemindai menghitungnya.</translation>
    </message>
    <message>
        <source>Scan its carton label.</source>
        <translation>Pindai label kartonnya.</translation>
    </message>
    <message>
        <source>Scan its carton labels; they are checked later.</source>
        <translation>Pindai label kartonnya; pemeriksaan menyusul.</translation>
    </message>
    <message>
        <source>Scan the bar code on the delivery note again.</source>
        <translation>Pindai lagi barcode pada surat jalan.</translation>
    </message>
    <message>
        <source>Scan the carton label again.</source>
        <translation>Pindai lagi label karton.</translation>
    </message>
    <message>
        <source>Scan the delivery note.</source>
        <translation>Pindai surat jalan.</translation>
    </message>
    <message>
        <source>Scan the next carton label.</source>
        <translation>Pindai label karton berikutnya.</translation>
    </message>
    <message>
        <source>Scan the next delivery note.</source>
        <translation>Pindai surat jalan berikutnya.</translation>
    </message>
    <message>
        <source>Scan your badge first.</source>
        <translation>Pindai kartu pengenal Anda dahulu.</translation>
    </message>
    <message>
        <source>Scan your badge.</source>
        <translation>Pindai kartu pengenal Anda.</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Pemindai</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Layar</translation>
    </message>
    <message>
        <source>See that it is on, or save the slip as a PDF file.</source>
        <translation>Pastikan printer menyala, atau simpan slip sebagai berkas PDF.</translation>
    </message>
    <message>
        <source>See the list: countersign alias list.</source>
        <translation>Lihat daftarnya: countersign alias list.</translation>
    </message>
    <message>
        <source>See what stands: countersign alias list.</source>
        <translation>Lihat yang berlaku: countersign alias list.</translation>
    </message>
    <message>
        <source>See which there are: countersign model list. They lie in server.models_dir.</source>
        <translation>Lihat yang tersedia: countersign model list. Letaknya di server.models_dir.</translation>
    </message>
    <message>
        <source>See who is: countersign server stations.</source>
        <translation>Lihat yang terdaftar: countersign server stations.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Set camera.source; countersign cameras lists what is plugged in.</source>
        <translation>Atur camera.source; countersign cameras mendaftar yang terpasang.</translation>
    </message>
    <message>
        <source>Set camera.width_px and camera.height_px to what it can do, or take another camera.</source>
        <translation>Atur camera.width_px dan camera.height_px sesuai kemampuannya, atau pakai kamera lain.</translation>
    </message>
    <message>
        <source>Set database.url to the factory&apos;s SQL Server.</source>
        <translation>Atur database.url ke SQL Server pabrik.</translation>
    </message>
    <message>
        <source>Set erp.base_url to the plant&apos;s ERP.</source>
        <translation>Atur erp.base_url ke ERP pabrik.</translation>
    </message>
    <message>
        <source>Set inference.tls_ca to the authority that signed it, or enrol the server anew: countersign server enroll.</source>
        <translation>Atur inference.tls_ca ke otoritas penanda tangannya, atau daftarkan server lagi: countersign server enroll.</translation>
    </message>
    <message>
        <source>Set its cartons aside and call the supervisor.</source>
        <translation>Sisihkan kartonnya dan panggil supervisor.</translation>
    </message>
    <message>
        <source>Set model.path to a detection model exported to ONNX.</source>
        <translation>Isi model.path dengan model deteksi berformat ONNX.</translation>
    </message>
    <message>
        <source>Set model.path to a model folder or .onnx file.</source>
        <translation>Isi model.path dengan folder model atau berkas .onnx.</translation>
    </message>
    <message>
        <source>Set model.path to the plant&apos;s model.</source>
        <translation>Atur model.path ke model pabrik.</translation>
    </message>
    <message>
        <source>Set server.tls_cert, server.tls_key, and server.access_file or server.tls_client_ca; or listen on 127.0.0.1.</source>
        <translation>Isi server.tls_cert, server.tls_key, dan server.access_file atau server.tls_client_ca; atau dengarkan di 127.0.0.1.</translation>
    </message>
    <message>
        <source>Set the carton aside and ask the supervisor.</source>
        <translation>Sisihkan karton dan tanyakan kepada supervisor.</translation>
    </message>
    <message>
        <source>Set the carton aside until it does.</source>
        <translation>Sisihkan karton sampai database menjawab.</translation>
    </message>
    <message>
        <source>Set the carton aside.</source>
        <translation>Sisihkan karton.</translation>
    </message>
    <message>
        <source>Set the clock; if it is wrong again after a restart, change the board&apos;s battery.</source>
        <translation>Atur jam; jika salah lagi setelah dinyalakan ulang, ganti baterai papan induk.</translation>
    </message>
    <message>
        <source>Set the cover aside, show one of this carton, and scan the label again.</source>
        <translation>Sisihkan tutup, tunjukkan satu dari karton ini, lalu pindai lagi labelnya.</translation>
    </message>
    <message>
        <source>Set the part aside.</source>
        <translation>Sisihkan part.</translation>
    </message>
    <message>
        <source>Setting {key} in {origin}: {problem}.</source>
        <translation>Pengaturan {key} di {origin}: {problem}.</translation>
    </message>
    <message>
        <source>Show a cover of this carton, then scan the label again.</source>
        <translation>Tunjukkan tutup dari karton ini, lalu pindai lagi labelnya.</translation>
    </message>
    <message>
        <source>Show a part to the camera, or scan a carton label.</source>
        <translation>Tunjukkan part ke kamera, atau pindai label karton.</translation>
    </message>
    <message>
        <source>Show a part to the camera, or scan a label.</source>
        <translation>Tunjukkan part ke kamera, atau pindai label.</translation>
    </message>
    <message>
        <source>Show one at a time.</source>
        <translation>Tunjukkan satu per satu.</translation>
    </message>
    <message>
        <source>Show one to the camera, then scan the label again.</source>
        <translation>Tunjukkan satu ke kamera, lalu pindai lagi labelnya.</translation>
    </message>
    <message>
        <source>Show the bad piece: {part}.</source>
        <translation>Tunjukkan contoh yang salah: {part}.</translation>
    </message>
    <message>
        <source>Show the good piece: {part}.</source>
        <translation>Tunjukkan contoh benar: {part}.</translation>
    </message>
    <message>
        <source>Sign in to a desktop with a keyring (Windows has one; on Linux GNOME Keyring or KWallet).</source>
        <translation>Masuk ke desktop yang punya keyring (Windows punya; di Linux GNOME Keyring atau KWallet).</translation>
    </message>
    <message>
        <source>Start it, open its port in the firewall, or correct inference.address.</source>
        <translation>Jalankan server, buka port-nya di firewall, atau perbaiki inference.address.</translation>
    </message>
    <message>
        <source>Start the server, or set server.control_port to the one it uses.</source>
        <translation>Jalankan server, atau isi server.control_port dengan port yang dipakainya.</translation>
    </message>
    <message>
        <source>Start the station once: it adds them.</source>
        <translation>Jalankan stasiun sekali: stasiun menambahkannya.</translation>
    </message>
    <message>
        <source>Start the station once: it makes it.</source>
        <translation>Jalankan stasiun sekali: stasiun membuatnya.</translation>
    </message>
    <message>
        <source>Station {station} is not enrolled.</source>
        <translation>Stasiun {station} tidak terdaftar.</translation>
    </message>
    <message>
        <source>Stop the program that uses it, or set another port.</source>
        <translation>Hentikan program yang memakainya, atau isi port lain.</translation>
    </message>
    <message>
        <source>Store it: countersign secret set database.</source>
        <translation>Simpan: countersign secret set database.</translation>
    </message>
    <message>
        <source>Store the right password: countersign secret set database. Or let the login into the database.</source>
        <translation>Simpan kata sandi yang benar: countersign secret set database. Atau izinkan login masuk ke database.</translation>
    </message>
    <message>
        <source>Submit it.</source>
        <translation>Kirim.</translation>
    </message>
    <message>
        <source>Submit to record it; or scan the label to keep it.</source>
        <translation>Kirim untuk mencatatnya; atau pindai label untuk tetap memakainya.</translation>
    </message>
    <message>
        <source>Switch on the light, open the shutter.</source>
        <translation>Nyalakan lampu, buka penutup lensa.</translation>
    </message>
    <message>
        <source>Switch on the system&apos;s network time (NTP).</source>
        <translation>Aktifkan waktu jaringan sistem (NTP).</translation>
    </message>
    <message>
        <source>Take 1 to 100 readable characters.</source>
        <translation>Pakai 1 sampai 100 karakter yang dapat dibaca.</translation>
    </message>
    <message>
        <source>Take 128 characters or fewer.</source>
        <translation>Pakai paling banyak 128 karakter.</translation>
    </message>
    <message>
        <source>Take 6 digits or more that are no simple row, or 10 characters or more.</source>
        <translation>Pakai 6 angka atau lebih yang tidak berurutan, atau 10 karakter atau lebih.</translation>
    </message>
    <message>
        <source>Take 6 digits or more, or 10 characters or more.</source>
        <translation>Pakai 6 angka atau lebih, atau 10 karakter atau lebih.</translation>
    </message>
    <message>
        <source>Take a released model folder with its model.toml.</source>
        <translation>Pakai folder model rilis dengan model.toml-nya.</translation>
    </message>
    <message>
        <source>Take another PIN or password.</source>
        <translation>Pakai PIN atau kata sandi lain.</translation>
    </message>
    <message>
        <source>Take another number.</source>
        <translation>Pakai nomor lain.</translation>
    </message>
    <message>
        <source>Take away what is before it, and clean the lens.</source>
        <translation>Singkirkan yang menghalangi, dan bersihkan lensa.</translation>
    </message>
    <message>
        <source>Take no row of digits, and no character over and over.</source>
        <translation>Jangan pakai angka berurutan atau karakter yang diulang-ulang.</translation>
    </message>
    <message>
        <source>Take the INT8 model (countersign quantize), set model.threads, or rely on the server.</source>
        <translation>Pakai model INT8 (countersign quantize), atur model.threads, atau andalkan server.</translation>
    </message>
    <message>
        <source>Take the hand off it, and out of the glare.</source>
        <translation>Lepaskan tangan, dan hindari pantulan cahaya.</translation>
    </message>
    <message>
        <source>Take them back and ask the supervisor.</source>
        <translation>Batalkan label itu dan tanyakan kepada supervisor.</translation>
    </message>
    <message>
        <source>Tell IT: the note has to be corrected in the ERP.</source>
        <translation>Beri tahu IT: surat jalan harus diperbaiki di ERP.</translation>
    </message>
    <message>
        <source>The ERP at {address} answers within {round_trip_ms} ms.</source>
        <translation>ERP di {address} menjawab dalam {round_trip_ms} md.</translation>
    </message>
    <message>
        <source>The ERP at {address} does not answer.</source>
        <translation>ERP di {address} tidak menjawab.</translation>
    </message>
    <message>
        <source>The ERP at {address} took longer than {timeout_s} s.</source>
        <translation>ERP di {address} lebih lama dari {timeout_s} dtk.</translation>
    </message>
    <message>
        <source>The ERP&apos;s answer for DN {dn} cannot be used: {problem}.</source>
        <translation>Jawaban ERP untuk DN {dn} tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>The ODBC driver for {name} is not installed: {problem}.</source>
        <translation>Driver ODBC untuk {name} tidak terpasang: {problem}.</translation>
    </message>
    <message>
        <source>The badge {who} belongs to somebody already.</source>
        <translation>Lencana {who} sudah dimiliki orang lain.</translation>
    </message>
    <message>
        <source>The built-in stand-in answers instead of an ERP.</source>
        <translation>Pengganti bawaan menjawab, bukan ERP.</translation>
    </message>
    <message>
        <source>The camera gives {fps} pictures a second, asked for were {asked_fps}.</source>
        <translation>Kamera memberi {fps} gambar per detik, diminta {asked_fps}.</translation>
    </message>
    <message>
        <source>The camera gives {size}, asked for was {asked}.</source>
        <translation>Kamera memberi {size}, diminta {asked}.</translation>
    </message>
    <message>
        <source>The camera has not seen a cover of {part} yet.</source>
        <translation>Kamera belum melihat tutup {part}.</translation>
    </message>
    <message>
        <source>The camera {name} belongs to the station that is running.</source>
        <translation>Kamera {name} sedang dipakai stasiun yang berjalan.</translation>
    </message>
    <message>
        <source>The camera {name} gives the same picture again and again.</source>
        <translation>Kamera {name} memberi gambar yang sama terus-menerus.</translation>
    </message>
    <message>
        <source>The camera {name} gives {fps} pictures a second of {size}.</source>
        <translation>Kamera {name} memberi {fps} gambar per detik berukuran {size}.</translation>
    </message>
    <message>
        <source>The camera {name} is covered, or sees nothing at all.</source>
        <translation>Kamera {name} tertutup, atau tidak melihat apa pun.</translation>
    </message>
    <message>
        <source>The check broke off: {problem}.</source>
        <translation>Pemeriksaan terputus: {problem}.</translation>
    </message>
    <message>
        <source>The check of the shift failed: the camera saw {part}.</source>
        <translation>Pemeriksaan shift gagal: kamera melihat {part}.</translation>
    </message>
    <message>
        <source>The check of the shift is passed.</source>
        <translation>Pemeriksaan shift lulus.</translation>
    </message>
    <message>
        <source>The check of the shift: the camera must refuse a bad piece.</source>
        <translation>Pemeriksaan shift: kamera harus menolak contoh salah.</translation>
    </message>
    <message>
        <source>The clock says {now} and is set by a time server.</source>
        <translation>Jam menunjukkan {now} dan diatur server waktu.</translation>
    </message>
    <message>
        <source>The clock says {now}, and no time server sets it.</source>
        <translation>Jam menunjukkan {now}, dan tidak diatur server waktu mana pun.</translation>
    </message>
    <message>
        <source>The clock says {now}, but this program was built on {built}.</source>
        <translation>Jam menunjukkan {now}, padahal program ini dibuat pada {built}.</translation>
    </message>
    <message>
        <source>The clock says {now}; the system does not tell whether a time server sets it.</source>
        <translation>Jam menunjukkan {now}; sistem tidak memberi tahu apakah diatur server waktu.</translation>
    </message>
    <message>
        <source>The cover is cut by the edge of the picture.</source>
        <translation>Tutup terpotong tepi gambar.</translation>
    </message>
    <message>
        <source>The data folder {folder} cannot be written: {problem}.</source>
        <translation>Folder data {folder} tidak dapat ditulis: {problem}.</translation>
    </message>
    <message>
        <source>The database and this station do not agree: {problem}.</source>
        <translation>Database dan stasiun ini tidak cocok: {problem}.</translation>
    </message>
    <message>
        <source>The database does not answer: {problem}.</source>
        <translation>Database tidak menjawab: {problem}.</translation>
    </message>
    <message>
        <source>The database {name} cannot be used: {problem}.</source>
        <translation>Database {name} tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>The database {name} does not answer: {problem}.</source>
        <translation>Database {name} tidak menjawab: {problem}.</translation>
    </message>
    <message>
        <source>The database {name} is of an older version; it lacks {lacks}.</source>
        <translation>Database {name} versi lama; tidak memiliki {lacks}.</translation>
    </message>
    <message>
        <source>The database {name} lets {user} in, has every table and right, and answers within {round_trip_ms} ms.</source>
        <translation>Database {name} menerima {user}, punya semua tabel dan hak, dan menjawab dalam {round_trip_ms} md.</translation>
    </message>
    <message>
        <source>The database {name} refuses the login {user}.</source>
        <translation>Database {name} menolak login {user}.</translation>
    </message>
    <message>
        <source>The database {path} cannot be written: {problem}.</source>
        <translation>Database {path} tidak dapat ditulis: {problem}.</translation>
    </message>
    <message>
        <source>The database {path} is locked by another program.</source>
        <translation>Database {path} dikunci program lain.</translation>
    </message>
    <message>
        <source>The demo clip stands in for a camera.</source>
        <translation>Klip demo menggantikan kamera.</translation>
    </message>
    <message>
        <source>The disk is nearly full: {free_mb} MB are free.</source>
        <translation>Disk hampir penuh: sisa {free_mb} MB.</translation>
    </message>
    <message>
        <source>The disk of {folder} does not tell how much room it has: {problem}.</source>
        <translation>Disk {folder} tidak memberi tahu sisa ruangnya: {problem}.</translation>
    </message>
    <message>
        <source>The disk of {folder} has {free_gb} GB free.</source>
        <translation>Sisa disk {folder}: {free_gb} GB.</translation>
    </message>
    <message>
        <source>The disk of {folder} has {free_mb} MB free, less than {least_mb}: pictures are thinned out.</source>
        <translation>Sisa disk {folder} {free_mb} MB, kurang dari {least_mb}: gambar dikurangi.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full: {free_mb} MB are free, and below {least_mb} nothing is scanned.</source>
        <translation>Disk {folder} penuh: sisa {free_mb} MB, dan di bawah {least_mb} tidak ada yang dipindai.</translation>
    </message>
    <message>
        <source>The entries older than the audit are not as line {seq} found them.</source>
        <translation>Entri yang lebih tua dari audit tidak seperti yang ditemukan baris {seq}.</translation>
    </message>
    <message>
        <source>The evidence {path} does not hold: {problem}.</source>
        <translation>Bukti {path} tidak sah: {problem}.</translation>
    </message>
    <message>
        <source>The file {name} is of an older version; it lacks {lacks}.</source>
        <translation>Berkas {name} versi lama; tidak memiliki {lacks}.</translation>
    </message>
    <message>
        <source>The folder {folder} can be written, the policy is out of reach, and there is a keyring.</source>
        <translation>Folder {folder} dapat ditulis, kebijakan aman dari perubahan, dan ada keyring.</translation>
    </message>
    <message>
        <source>The font {family} is not whole; these signs are missing: {missing}.</source>
        <translation>Huruf {family} tidak lengkap; tanda ini hilang: {missing}.</translation>
    </message>
    <message>
        <source>The font {family} loads and has every sign.</source>
        <translation>Huruf {family} termuat dan lengkap.</translation>
    </message>
    <message>
        <source>The inference server {address} does not answer.</source>
        <translation>Server inferensi {address} tidak menjawab.</translation>
    </message>
    <message>
        <source>The label holds {label_quantity}, but only {open_quantity} of {part} are open.</source>
        <translation>Isi label {label_quantity}, tetapi {part} hanya kurang {open_quantity}.</translation>
    </message>
    <message>
        <source>The label says {part}, but the cover shown is {camera}; the note asks for {asked}.</source>
        <translation>Label menyebut {part}, tetapi tutup yang ditunjukkan {camera}; surat jalan meminta {asked}.</translation>
    </message>
    <message>
        <source>The label says {part}, the camera saw {camera}, the note asks for {asked}.</source>
        <translation>Label menyebut {part}, kamera melihat {camera}, surat jalan meminta {asked}.</translation>
    </message>
    <message>
        <source>The label says {part}, the camera saw {camera}.</source>
        <translation>Label menyebut {part}, kamera melihat {camera}.</translation>
    </message>
    <message>
        <source>The label says {part}, the note asks for {asked}.</source>
        <translation>Label menyebut {part}, surat jalan meminta {asked}.</translation>
    </message>
    <message>
        <source>The lid is not clear to see.</source>
        <translation>Tutup tidak terlihat jelas.</translation>
    </message>
    <message>
        <source>The line to the server {address} is not encrypted.</source>
        <translation>Sambungan ke server {address} tidak terenkripsi.</translation>
    </message>
    <message>
        <source>The login {user} lacks rights: {denied}.</source>
        <translation>Login {user} kekurangan hak: {denied}.</translation>
    </message>
    <message>
        <source>The message of session {where} is not the one that was submitted.</source>
        <translation>Pesan sesi {where} bukan yang dikirimkan.</translation>
    </message>
    <message>
        <source>The model before is in use again: {model}.</source>
        <translation>Model sebelumnya dipakai lagi: {model}.</translation>
    </message>
    <message>
        <source>The model in use goes on.</source>
        <translation>Model yang dipakai tetap berjalan.</translation>
    </message>
    <message>
        <source>The model in use goes on. Let its vendor sign anew, and compare this machine&apos;s clock.</source>
        <translation>Model yang dipakai tetap berjalan. Minta pembuatnya menandatangani ulang, dan periksa jam mesin ini.</translation>
    </message>
    <message>
        <source>The model in use goes on; it is tried again.</source>
        <translation>Model yang dipakai tetap berjalan; akan dicoba lagi.</translation>
    </message>
    <message>
        <source>The model in use goes on; tell whoever publishes models.</source>
        <translation>Model yang dipakai tetap berjalan; beri tahu yang menerbitkan model.</translation>
    </message>
    <message>
        <source>The model was not activated: {problem}.</source>
        <translation>Model tidak diaktifkan: {problem}.</translation>
    </message>
    <message>
        <source>The model {model} did not pass its test here: {detail}.</source>
        <translation>Model {model} tidak lulus ujinya di sini: {detail}.</translation>
    </message>
    <message>
        <source>The model {model} is not tried again: it failed here, or was taken back.</source>
        <translation>Model {model} tidak dicoba lagi: gagal di sini, atau ditarik kembali.</translation>
    </message>
    <message>
        <source>The model {model} needs version {detail} of this program.</source>
        <translation>Model {model} memerlukan program ini versi {detail}.</translation>
    </message>
    <message>
        <source>The model {model} was refused: version {detail} was in use here already.</source>
        <translation>Model {model} ditolak: versi {detail} sudah pernah dipakai di sini.</translation>
    </message>
    <message>
        <source>The model {path} cannot be used: {problem}.</source>
        <translation>Model {path} tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>The model&apos;s label is no part number.</source>
        <translation>Label dari model bukan nomor part.</translation>
    </message>
    <message>
        <source>The network knows no machine for {address}.</source>
        <translation>Jaringan tidak mengenal mesin untuk {address}.</translation>
    </message>
    <message>
        <source>The own model {model} computes {per_second} pictures a second here ({frame_ms} ms each, {provider}).</source>
        <translation>Model sendiri {model} menghitung {per_second} gambar per detik di sini (masing-masing {frame_ms} md, {provider}).</translation>
    </message>
    <message>
        <source>The own model {model} computes {per_second} pictures a second; {needed} are needed to accept a cover.</source>
        <translation>Model sendiri {model} menghitung {per_second} gambar per detik; perlu {needed} untuk menerima tutup.</translation>
    </message>
    <message>
        <source>The own model {model} is the demo&apos;s: it knows the demo&apos;s parts only.</source>
        <translation>Model sendiri {model} milik demo: hanya mengenal part demo.</translation>
    </message>
    <message>
        <source>The picture is blurred (sharpness {sharpness}, good from {least}).</source>
        <translation>Gambar kabur (ketajaman {sharpness}, baik mulai {least}).</translation>
    </message>
    <message>
        <source>The picture of the camera {name} is dark.</source>
        <translation>Gambar kamera {name} gelap.</translation>
    </message>
    <message>
        <source>The printer “{printer}” cannot be used: {problem}.</source>
        <translation>Printer “{printer}” tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>The reason is chosen.</source>
        <translation>Alasan sudah dipilih.</translation>
    </message>
    <message>
        <source>The record {path} cannot be used: {problem}.</source>
        <translation>Catatan {path} tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>The record {path} was written by a newer program (version {found}; this one knows {known}).</source>
        <translation>Catatan {path} ditulis oleh program yang lebih baru (versi {found}; program ini mengenal {known}).</translation>
    </message>
    <message>
        <source>The scanner types like a keyboard, which cannot be asked whether it is there.</source>
        <translation>Pemindai mengetik seperti keyboard, yang tidak dapat ditanya keberadaannya.</translation>
    </message>
    <message>
        <source>The scanner&apos;s port {port} belongs to the station that is running.</source>
        <translation>Port pemindai {port} sedang dipakai stasiun yang berjalan.</translation>
    </message>
    <message>
        <source>The scanner&apos;s port {port} does not open: {problem}.</source>
        <translation>Port pemindai {port} tidak terbuka: {problem}.</translation>
    </message>
    <message>
        <source>The scanner&apos;s port {port} opens at {baud} baud.</source>
        <translation>Port pemindai {port} terbuka pada {baud} baud.</translation>
    </message>
    <message>
        <source>The screen {name} has {size} at scale {scale}, less than {least}.</source>
        <translation>Layar {name} berukuran {size} pada skala {scale}, kurang dari {least}.</translation>
    </message>
    <message>
        <source>The screen {name} has {size} at scale {scale}.</source>
        <translation>Layar {name} berukuran {size} pada skala {scale}.</translation>
    </message>
    <message>
        <source>The server {address} ({line}, version {version}) lets this station in and answers within {round_trip_ms} ms with {model}.</source>
        <translation>Server {address} ({line}, versi {version}) menerima stasiun ini dan menjawab dalam {round_trip_ms} md dengan {model}.</translation>
    </message>
    <message>
        <source>The server {address} answers, but is not ready yet: its model is loading or was refused.</source>
        <translation>Server {address} menjawab, tetapi belum siap: modelnya sedang dimuat atau ditolak.</translation>
    </message>
    <message>
        <source>The server {address} does not know this station: {problem}.</source>
        <translation>Server {address} tidak mengenal stasiun ini: {problem}.</translation>
    </message>
    <message>
        <source>The server {address} needs {round_trip_ms} ms for an answer; good is up to {most_ms}.</source>
        <translation>Server {address} perlu {round_trip_ms} md untuk menjawab; yang baik sampai {most_ms}.</translation>
    </message>
    <message>
        <source>The server {address} shows a certificate that this station does not trust.</source>
        <translation>Server {address} menunjukkan sertifikat yang tidak dipercaya stasiun ini.</translation>
    </message>
    <message>
        <source>The site&apos;s pepper is not in this machine&apos;s keyring: {problem}.</source>
        <translation>Pepper lokasi ini tidak ada di keyring mesin ini: {problem}.</translation>
    </message>
    <message>
        <source>The stamp on the lid says another part.</source>
        <translation>Cap pada tutup menyebut part lain.</translation>
    </message>
    <message>
        <source>The station ended with a fault three times within two minutes and is not started again by itself.</source>
        <translation>Stasiun tiga kali berhenti karena gangguan dalam dua menit dan tidak dimulai lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The station goes on with its own model; tell IT.</source>
        <translation>Stasiun berjalan dengan modelnya sendiri; beri tahu IT.</translation>
    </message>
    <message>
        <source>The station&apos;s record cannot be used: {problem}.</source>
        <translation>Catatan stasiun tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>The station&apos;s record {path} is too large for a quick look.</source>
        <translation>Catatan stasiun {path} terlalu besar untuk pemeriksaan cepat.</translation>
    </message>
    <message>
        <source>The station&apos;s record {path} is whole.</source>
        <translation>Catatan stasiun {path} utuh.</translation>
    </message>
    <message>
        <source>The supervisor decides; nothing is lost.</source>
        <translation>Supervisor yang memutuskan; tidak ada yang hilang.</translation>
    </message>
    <message>
        <source>There is little light on the bench (brightness {brightness} of 255).</source>
        <translation>Cahaya di meja kurang (kecerahan {brightness} dari 255).</translation>
    </message>
    <message>
        <source>There is no database at {path} yet: nothing was packed.</source>
        <translation>Belum ada basis data di {path}: belum ada yang dikemas.</translation>
    </message>
    <message>
        <source>There is no keyring for passwords here: {problem}.</source>
        <translation>Tidak ada keyring untuk kata sandi di sini: {problem}.</translation>
    </message>
    <message>
        <source>There is no model at {path}.</source>
        <translation>Tidak ada model di {path}.</translation>
    </message>
    <message>
        <source>There is no model {model} here.</source>
        <translation>Tidak ada model {model} di sini.</translation>
    </message>
    <message>
        <source>There is no password for {name} here: {problem}.</source>
        <translation>Tidak ada kata sandi untuk {name} di sini: {problem}.</translation>
    </message>
    <message>
        <source>There is no picture from the camera {name}: {problem}.</source>
        <translation>Tidak ada gambar dari kamera {name}: {problem}.</translation>
    </message>
    <message>
        <source>There is no record at {path} yet.</source>
        <translation>Belum ada catatan di {path}.</translation>
    </message>
    <message>
        <source>There is no screen here.</source>
        <translation>Tidak ada layar di sini.</translation>
    </message>
    <message>
        <source>There is no session {session}.</source>
        <translation>Tidak ada sesi {session}.</translation>
    </message>
    <message>
        <source>There is nobody with the badge {who}.</source>
        <translation>Tidak ada orang dengan lencana {who}.</translation>
    </message>
    <message>
        <source>There is nothing to confirm.</source>
        <translation>Tidak ada yang perlu dikonfirmasi.</translation>
    </message>
    <message>
        <source>There is nothing to submit yet.</source>
        <translation>Belum ada yang dapat dikirim.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Tidak ada yang dapat dibatalkan.</translation>
    </message>
    <message>
        <source>These labels are no longer recorded for the note: {labels}.</source>
        <translation>Label ini tidak lagi tercatat untuk surat jalan: {labels}.</translation>
    </message>
    <message>
        <source>This PIN or password cannot be used: {problem}.</source>
        <translation>PIN atau kata sandi ini tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>This PIN or password is too easy to guess.</source>
        <translation>PIN atau kata sandi ini terlalu mudah ditebak.</translation>
    </message>
    <message>
        <source>This PIN or password is too short.</source>
        <translation>PIN atau kata sandi ini terlalu pendek.</translation>
    </message>
    <message>
        <source>This cannot be released: {problem}.</source>
        <translation>Ini tidak dapat dirilis: {problem}.</translation>
    </message>
    <message>
        <source>This cannot be used: {problem}.</source>
        <translation>Ini tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>This is no badge number.</source>
        <translation>Ini bukan nomor lencana.</translation>
    </message>
    <message>
        <source>This is no longer as it was on the screen: {problem}.</source>
        <translation>Ini sudah tidak seperti di layar: {problem}.</translation>
    </message>
    <message>
        <source>This is no name that can be shown.</source>
        <translation>Nama ini tidak dapat ditampilkan.</translation>
    </message>
    <message>
        <source>This is the badge&apos;s own number.</source>
        <translation>Ini nomor lencana itu sendiri.</translation>
    </message>
    <message>
        <source>This is {part}, the note asks for {asked}.</source>
        <translation>Ini {part}, surat jalan meminta {asked}.</translation>
    </message>
    <message>
        <source>This machine&apos;s clock is {seconds} s ahead of the database&apos;s.</source>
        <translation>Jam mesin ini {seconds} dtk lebih cepat dari jam database.</translation>
    </message>
    <message>
        <source>This machine&apos;s clock is {seconds} s behind the database&apos;s.</source>
        <translation>Jam mesin ini {seconds} dtk lebih lambat dari jam database.</translation>
    </message>
    <message>
        <source>This needs a reason.</source>
        <translation>Ini butuh alasan.</translation>
    </message>
    <message>
        <source>This part&apos;s alias is not approved yet.</source>
        <translation>Alias part ini belum disetujui.</translation>
    </message>
    <message>
        <source>This password is too long.</source>
        <translation>Kata sandi ini terlalu panjang.</translation>
    </message>
    <message>
        <source>This place has not heard from the factory&apos;s database for {days} days.</source>
        <translation>Tempat ini tidak terhubung dengan basis data pabrik selama {days} hari.</translation>
    </message>
    <message>
        <source>This program is {own}; the server begins no session below {lowest}.</source>
        <translation>Program ini {own}; server tidak memulai sesi di bawah {lowest}.</translation>
    </message>
    <message>
        <source>This program is {own}; the server names {newest}.</source>
        <translation>Program ini {own}; server menyebut {newest}.</translation>
    </message>
    <message>
        <source>This station books in a file of its own, {name}.</source>
        <translation>Stasiun ini membukukan di berkasnya sendiri, {name}.</translation>
    </message>
    <message>
        <source>This station is set to work with its own model.</source>
        <translation>Stasiun ini diatur bekerja dengan model sendiri.</translation>
    </message>
    <message>
        <source>This station is set to work with the server alone.</source>
        <translation>Stasiun ini diatur bekerja hanya dengan server.</translation>
    </message>
    <message>
        <source>This station&apos;s certificate or token cannot be used: {problem}.</source>
        <translation>Sertifikat atau token stasiun ini tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>This station&apos;s program, {version}, is older than the server allows: {lowest}.</source>
        <translation>Program stasiun ini, {version}, lebih lama dari yang diizinkan server: {lowest}.</translation>
    </message>
    <message>
        <source>This station&apos;s record {path} is in use by {owner}.</source>
        <translation>Catatan stasiun ini {path} sedang dipakai oleh {owner}.</translation>
    </message>
    <message>
        <source>This takes two people.</source>
        <translation>Ini butuh dua orang.</translation>
    </message>
    <message>
        <source>To change it, scan the note again and reopen it.</source>
        <translation>Untuk mengubahnya, pindai lagi surat jalan dan buka lagi.</translation>
    </message>
    <message>
        <source>Too many wrong PINs: this badge is locked for {wait_s} s.</source>
        <translation>Terlalu banyak PIN salah: lencana ini terkunci selama {wait_s} dtk.</translation>
    </message>
    <message>
        <source>Try again, and call IT if it stays away.</source>
        <translation>Coba lagi, dan hubungi IT bila tetap tidak menjawab.</translation>
    </message>
    <message>
        <source>Try again, and call IT if it stays slow.</source>
        <translation>Coba lagi, dan hubungi IT bila tetap lambat.</translation>
    </message>
    <message>
        <source>Try again, or ask the administrator.</source>
        <translation>Coba lagi, atau tanyakan kepada administrator.</translation>
    </message>
    <message>
        <source>Turn it a little and hold it still.</source>
        <translation>Putar sedikit dan tahan diam.</translation>
    </message>
    <message>
        <source>Turn it, and show it closer.</source>
        <translation>Putar, dan dekatkan.</translation>
    </message>
    <message>
        <source>Turn the lamp away from the camera, or set camera.exposure_us.</source>
        <translation>Jauhkan lampu dari kamera, atau atur camera.exposure_us.</translation>
    </message>
    <message>
        <source>Two different parts are in view.</source>
        <translation>Terlihat dua part yang berbeda.</translation>
    </message>
    <message>
        <source>Two parts share this model label.</source>
        <translation>Dua part memakai label model ini.</translation>
    </message>
    <message>
        <source>Type your PIN, or scan your badge.</source>
        <translation>Ketik PIN Anda, atau pindai lencana Anda.</translation>
    </message>
    <message>
        <source>Type your PIN, then press Enter.</source>
        <translation>Ketik PIN Anda, lalu tekan Enter.</translation>
    </message>
    <message>
        <source>Understood.</source>
        <translation>Dimengerti.</translation>
    </message>
    <message>
        <source>Undo it now, or scan the next delivery note.</source>
        <translation>Batalkan sekarang, atau pindai surat jalan berikutnya.</translation>
    </message>
    <message>
        <source>Undo the submission, then scan it again.</source>
        <translation>Batalkan pengiriman, lalu pindai lagi labelnya.</translation>
    </message>
    <message>
        <source>Unplug it, wait five seconds, plug it in again.</source>
        <translation>Cabut, tunggu lima detik, pasang lagi.</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it first.</source>
        <translation>Pakai jendela yang terbuka, atau tutup dahulu.</translation>
    </message>
    <message>
        <source>Wait a minute; then look at the server&apos;s log.</source>
        <translation>Tunggu satu menit; lalu lihat log server.</translation>
    </message>
    <message>
        <source>Wait, or ask the administrator.</source>
        <translation>Tunggu, atau tanyakan kepada administrator.</translation>
    </message>
    <message>
        <source>What answers at {address} is no ERP: {problem}.</source>
        <translation>Yang menjawab di {address} bukan ERP: {problem}.</translation>
    </message>
    <message>
        <source>What was asked hangs: look at its cable, its driver and its address.</source>
        <translation>Yang ditanya macet: periksa kabel, driver, dan alamatnya.</translation>
    </message>
    <message>
        <source>What {source} says of new models has expired: {problem}.</source>
        <translation>Keterangan dari {source} tentang model baru sudah kedaluwarsa: {problem}.</translation>
    </message>
    <message>
        <source>Whoever works here could change the policy: {files}.</source>
        <translation>Siapa pun yang bekerja di sini dapat mengubah kebijakan: {files}.</translation>
    </message>
    <message>
        <source>You proposed {part} as an alias of {label} yourself.</source>
        <translation>Anda sendiri yang mengusulkan {part} sebagai alias {label}.</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>gagal</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>lulus</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>dilewati</translation>
    </message>
    <message>
        <source>warn</source>
        <translation>perhatian</translation>
    </message>
    <message>
        <source>{feature} needs the “{extra}” extra.</source>
        <translation>{feature} memerlukan paket tambahan “{extra}”.</translation>
    </message>
    <message>
        <source>{label} has another approved part; {part} was not approved.</source>
        <translation>{label} sudah mempunyai part lain yang disetujui; {part} tidak disetujui.</translation>
    </message>
    <message>
        <source>{operator} signs in.</source>
        <translation>{operator} sedang masuk.</translation>
    </message>
    <message>
        <source>{operator} works at this station.</source>
        <translation>{operator} bekerja di stasiun ini.</translation>
    </message>
    <message>
        <source>{part} is right.</source>
        <translation>{part} benar.</translation>
    </message>
    <message>
        <source>{part} stands so as an alias of {label} already.</source>
        <translation>{part} sudah berlaku sebagai alias {label}.</translation>
    </message>
    <message>
        <source>{part} was never proposed as an alias of {label}.</source>
        <translation>{part} belum pernah diusulkan sebagai alias {label}.</translation>
    </message>
    <message>
        <source>{part} was not recorded as an alias of {label}: no reason is given.</source>
        <translation>{part} tidak dicatat sebagai alias {label}: alasan tidak disebutkan.</translation>
    </message>
    <message>
        <source>{part} was not recorded as an alias of {label}: nobody answers for it.</source>
        <translation>{part} tidak dicatat sebagai alias {label}: tidak ada penanggung jawabnya.</translation>
    </message>
    <message>
        <source>{part} was not recorded as an alias of {label}: {reason}.</source>
        <translation>{part} tidak dicatat sebagai alias {label}: {reason}.</translation>
    </message>
    <message>
        <source>{path} cannot be used: {problem}.</source>
        <translation>{path} tidak dapat dipakai: {problem}.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {problem}.</source>
        <translation>{path} tidak dapat ditulis: {problem}.</translation>
    </message>
    <message>
        <source>{path} would have more than {rows} rows, and an XLSX sheet holds no more.</source>
        <translation>{path} akan melebihi {rows} baris, dan lembar XLSX tidak memuat lebih.</translation>
    </message>
    <message>
        <source>{percent} % of the picture is burnt out.</source>
        <translation>{percent} % gambar terlalu terang.</translation>
    </message>
    <message>
        <source>{who} is the last administrator.</source>
        <translation>{who} adalah administrator terakhir.</translation>
    </message>
    <message>
        <source>{who} may not do this.</source>
        <translation>{who} tidak boleh melakukan ini.</translation>
    </message>
    <message>
        <source>“{dn}” is not a DN number.</source>
        <translation>“{dn}” bukan nomor DN.</translation>
    </message>
    <message>
        <source>“{label}” is not a label.</source>
        <translation>“{label}” bukan label.</translation>
    </message>
    <message>
        <source>“{text}” is no command of this station.</source>
        <translation>“{text}” bukan perintah stasiun ini.</translation>
    </message>
    <message>
        <source>“{text}” is not a badge.</source>
        <translation>“{text}” bukan kartu pengenal.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>A batch without an answer for this long is given up</source>
        <translation>Batch tanpa jawaban selama ini ditinggalkan</translation>
    </message>
    <message>
        <source>A box nearer to the edge of the picture is cut, 0..1</source>
        <translation>Kotak yang lebih dekat ke tepi gambar dianggap terpotong, 0..1</translation>
    </message>
    <message>
        <source>A camera not open by then is tried anew</source>
        <translation>Kamera yang belum terbuka sampai saat itu dicoba lagi</translation>
    </message>
    <message>
        <source>A frame that hears another class above this in its place does not count</source>
        <translation>Gambar yang memuat kelas lain di atas nilai ini di tempat yang sama tidak dihitung</translation>
    </message>
    <message>
        <source>A good and a bad piece are shown before a shift&apos;s first delivery note</source>
        <translation>Contoh benar dan salah ditunjukkan sebelum surat jalan pertama tiap shift</translation>
    </message>
    <message>
        <source>A log file that would grow beyond this is put aside</source>
        <translation>Berkas log yang akan melebihi ukuran ini disisihkan</translation>
    </message>
    <message>
        <source>A model waits until the aliases of the version in use are approved for it</source>
        <translation>Model menunggu sampai alias dari versi yang dipakai disetujui untuknya</translation>
    </message>
    <message>
        <source>A refused cover or label waits for one deliberate act</source>
        <translation>Tutup atau label yang ditolak menunggu satu tindakan sadar</translation>
    </message>
    <message>
        <source>A submitted session can be taken back for this long</source>
        <translation>Lama sesi terkirim masih dapat dibatalkan</translation>
    </message>
    <message>
        <source>A window that answers nothing for this long is started again; 0: never</source>
        <translation>Jendela yang tidak menanggapi selama ini dimulai lagi; 0: tidak pernah</translation>
    </message>
    <message>
        <source>Accepted covers that are checked blindly</source>
        <translation>Tutup diterima yang diperiksa secara buta</translation>
    </message>
    <message>
        <source>Address to listen on</source>
        <translation>Alamat tempat server mendengarkan</translation>
    </message>
    <message>
        <source>Agreeing fresh frames needed</source>
        <translation>Jumlah gambar baru yang harus sepakat</translation>
    </message>
    <message>
        <source>Also into the data folder; auto: the station, and a server that no system journal listens to</source>
        <translation>Juga ke folder data; auto: stasiun, dan server yang tidak dicatat jurnal sistem</translation>
    </message>
    <message>
        <source>An accepted cover below this is shown to a supervisor</source>
        <translation>Tutup diterima di bawah nilai ini ditunjukkan kepada supervisor</translation>
    </message>
    <message>
        <source>An accepted cover closer to another class as well</source>
        <translation>Begitu juga tutup diterima yang lebih dekat ke kelas lain</translation>
    </message>
    <message>
        <source>An operator signs in with a badge before anything is packed</source>
        <translation>Operator masuk dengan kartu pengenal sebelum mengemas</translation>
    </message>
    <message>
        <source>Answer with the fixed synthetic detection, without a model</source>
        <translation>Jawab dengan deteksi sintetis tetap, tanpa model</translation>
    </message>
    <message>
        <source>As url, of a readable replica for reports; empty: they read url</source>
        <translation>Seperti url, replika yang dapat dibaca untuk laporan; kosong: laporan membaca url</translation>
    </message>
    <message>
        <source>Base address of the ERP&apos;s HTTP API; demo is a built-in stand-in</source>
        <translation>Alamat dasar API HTTP ERP; demo adalah ERP tiruan bawaan</translation>
    </message>
    <message>
        <source>Batches computed at a time; 0: one per core, or 2 on a GPU</source>
        <translation>Batch yang dihitung bersamaan; 0: satu per inti, atau 2 pada GPU</translation>
    </message>
    <message>
        <source>Before a label counts: camera, label and note agree; or label and note alone</source>
        <translation>Sebelum label dihitung: kamera, label, dan surat jalan sepakat; atau hanya label dan surat jalan</translation>
    </message>
    <message>
        <source>Boxes of one class overlapping more are one object</source>
        <translation>Kotak satu kelas yang lebih bertumpuk dari ini adalah satu benda</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Colours of the screen</source>
        <translation>Warna layar</translation>
    </message>
    <message>
        <source>Connection to the server</source>
        <translation>Sambungan ke server</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Database</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Keputusan</translation>
    </message>
    <message>
        <source>Decode a JPEG at the smallest scale that the model&apos;s input needs</source>
        <translation>Buka JPEG pada skala terkecil yang diperlukan model</translation>
    </message>
    <message>
        <source>Detections below this are not reported</source>
        <translation>Deteksi di bawah nilai ini tidak dilaporkan</translation>
    </message>
    <message>
        <source>Detectors that run at least, one for each GPU</source>
        <translation>Detektor yang berjalan paling sedikit, satu per GPU</translation>
    </message>
    <message>
        <source>Detectors that run at most</source>
        <translation>Detektor yang berjalan paling banyak</translation>
    </message>
    <message>
        <source>ERP</source>
        <translation>ERP</translation>
    </message>
    <message>
        <source>Engine of each detector, as server.engine</source>
        <translation>Mesin setiap detektor, seperti server.engine</translation>
    </message>
    <message>
        <source>Exposure time asked of the camera; 0: automatic</source>
        <translation>Waktu pencahayaan yang diminta dari kamera; 0: otomatis</translation>
    </message>
    <message>
        <source>File of the stations that may connect; empty: no tokens are asked for</source>
        <translation>Berkas stasiun yang boleh tersambung; kosong: token tidak diminta</translation>
    </message>
    <message>
        <source>File of the vendor&apos;s trusted root, as the vendor handed it over</source>
        <translation>Berkas akar tepercaya dari pembuat model, seperti yang diserahkan</translation>
    </message>
    <message>
        <source>Fill the screen and stay there, until a supervisor leaves it</source>
        <translation>Memenuhi layar dan tetap di sana, sampai supervisor meninggalkannya</translation>
    </message>
    <message>
        <source>Fill the screen at start</source>
        <translation>Penuhi layar saat dijalankan</translation>
    </message>
    <message>
        <source>Focus asked, in the driver&apos;s own steps; -1: automatic</source>
        <translation>Fokus yang diminta, dalam langkah driver; -1: otomatis</translation>
    </message>
    <message>
        <source>Folder of model folders to choose from; empty: only the one in model.path</source>
        <translation>Folder berisi folder model pilihan; kosong: hanya yang di model.path</translation>
    </message>
    <message>
        <source>Folders with the pictures of other stations, with semicolons</source>
        <translation>Folder gambar stasiun lain, dipisah titik koma</translation>
    </message>
    <message>
        <source>Frames a second asked of the camera, or shown of a folder</source>
        <translation>Gambar per detik yang diminta dari kamera, atau ditampilkan dari folder</translation>
    </message>
    <message>
        <source>Frames computed together at most, on a GPU</source>
        <translation>Gambar yang dihitung bersama paling banyak, pada GPU</translation>
    </message>
    <message>
        <source>Gain asked, in the driver&apos;s own steps; -1: as the camera likes</source>
        <translation>Gain yang diminta, dalam langkah driver; -1: terserah kamera</translation>
    </message>
    <message>
        <source>Gateways, one on a node at most; 0: one on every node</source>
        <translation>Gateway, paling banyak satu per node; 0: satu di setiap node</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Umum</translation>
    </message>
    <message>
        <source>Height asked of the camera</source>
        <translation>Tinggi gambar yang diminta dari kamera</translation>
    </message>
    <message>
        <source>Hold off sleep and screen saver while a session is open</source>
        <translation>Menahan mode tidur dan pengaman layar selama sesi terbuka</translation>
    </message>
    <message>
        <source>How every badge begins</source>
        <translation>Awalan setiap kartu pengenal</translation>
    </message>
    <message>
        <source>How long a batch waits for more frames; auto: only while the GPU is busy anyway</source>
        <translation>Lama batch menunggu gambar lain; auto: hanya selagi GPU memang sibuk</translation>
    </message>
    <message>
        <source>How long people can sign in while the database is away</source>
        <translation>Berapa lama orang bisa masuk saat basis data tidak ada</translation>
    </message>
    <message>
        <source>How long sent messages can be sent again</source>
        <translation>Lama pesan terkirim dapat dikirim ulang</translation>
    </message>
    <message>
        <source>How long to wait for a lock, or for connecting and login</source>
        <translation>Lama menunggu kunci, atau sambungan dan login</translation>
    </message>
    <message>
        <source>How loud, of what the machine can</source>
        <translation>Keras suara, dari kemampuan komputer</translation>
    </message>
    <message>
        <source>How many of those are kept beside the newest</source>
        <translation>Berapa banyak di antaranya yang disimpan di samping yang terbaru</translation>
    </message>
    <message>
        <source>How often the people are copied from the database</source>
        <translation>Seberapa sering data orang disalin dari basis data</translation>
    </message>
    <message>
        <source>How often the source is looked at</source>
        <translation>Seberapa sering sumber diperiksa</translation>
    </message>
    <message>
        <source>Inference threads of a station without a server</source>
        <translation>Thread inferensi stasiun tanpa server</translation>
    </message>
    <message>
        <source>Its speed; USB-CDC takes any</source>
        <translation>Kecepatannya; USB-CDC menerima berapa pun</translation>
    </message>
    <message>
        <source>JPEG quality of frames sent to the server</source>
        <translation>Mutu JPEG gambar yang dikirim ke server</translation>
    </message>
    <message>
        <source>Keyring entry with its password (countersign secret set database)</source>
        <translation>Entri keyring dengan kata sandinya (countersign secret set database)</translation>
    </message>
    <message>
        <source>Keyring entry with the site&apos;s pepper</source>
        <translation>Entri keyring berisi pepper lokasi</translation>
    </message>
    <message>
        <source>Keyring entry with the token this station shows to the server; empty: it shows none</source>
        <translation>Entri keyring dengan token yang ditunjukkan stasiun ini kepada server; kosong: tidak menunjukkan apa pun</translation>
    </message>
    <message>
        <source>Keys of a scanner come at most this far apart</source>
        <translation>Jarak waktu terbesar antartombol pemindai</translation>
    </message>
    <message>
        <source>Language of the screen: id (Bahasa Indonesia), en, or auto (the system&apos;s)</source>
        <translation>Bahasa layar: id (Bahasa Indonesia), en, atau auto (bahasa sistem)</translation>
    </message>
    <message>
        <source>Less room on the disk is told, and pictures are thinned out</source>
        <translation>Ruang disk di bawah ini diberitahukan, dan gambar dikurangi</translation>
    </message>
    <message>
        <source>Lines for people, or one JSON object a line</source>
        <translation>Baris untuk dibaca orang, atau satu objek JSON per baris</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Longest pause between two attempts to reach it</source>
        <translation>Jeda terlama antara dua percobaan menghubunginya</translation>
    </message>
    <message>
        <source>Loopback port of &apos;countersign model&apos;; 0: off</source>
        <translation>Port loopback &apos;countersign model&apos;; 0: mati</translation>
    </message>
    <message>
        <source>Loopback port of the Prometheus metrics; 0: off</source>
        <translation>Port loopback metrik Prometheus; 0: mati</translation>
    </message>
    <message>
        <source>Lowest level written</source>
        <translation>Tingkat terendah yang ditulis</translation>
    </message>
    <message>
        <source>Median confidence needed to accept</source>
        <translation>Median keyakinan untuk menerima</translation>
    </message>
    <message>
        <source>Median confidence needed to stay accepted</source>
        <translation>Median keyakinan untuk tetap diterima</translation>
    </message>
    <message>
        <source>Median lead over the surest other class in its place</source>
        <translation>Median keunggulan atas kelas lain yang paling yakin di tempatnya</translation>
    </message>
    <message>
        <source>Model folder or .onnx file; demo is the one shipped with the program, updates the newest one that updates.source has brought</source>
        <translation>Folder model atau berkas .onnx; demo adalah yang dikirim bersama program, updates yang terbaru yang dibawa updates.source</translation>
    </message>
    <message>
        <source>Name of the model that is followed; empty: that of the one in use</source>
        <translation>Nama model yang diikuti; kosong: nama model yang dipakai</translation>
    </message>
    <message>
        <source>Name of the printer; empty: the system&apos;s default one</source>
        <translation>Nama printer; kosong: printer bawaan sistem</translation>
    </message>
    <message>
        <source>Name of this station in every record</source>
        <translation>Nama stasiun ini di setiap catatan</translation>
    </message>
    <message>
        <source>No answer for this long: the server counts as gone</source>
        <translation>Tanpa jawaban selama ini: server dianggap hilang</translation>
    </message>
    <message>
        <source>No new pixels for this long: the picture is frozen</source>
        <translation>Tanpa piksel baru selama ini: gambar dianggap macet</translation>
    </message>
    <message>
        <source>Older frames take no part</source>
        <translation>Gambar yang lebih lama tidak ikut</translation>
    </message>
    <message>
        <source>Older waiting frames are answered &apos;stale&apos;</source>
        <translation>Gambar menunggu yang lebih lama dijawab &apos;stale&apos;</translation>
    </message>
    <message>
        <source>Own model</source>
        <translation>Model sendiri</translation>
    </message>
    <message>
        <source>PEM file of its key</source>
        <translation>Berkas PEM kuncinya</translation>
    </message>
    <message>
        <source>PEM file of the authority of stations&apos; certificates: mutual TLS</source>
        <translation>Berkas PEM otoritas sertifikat stasiun: TLS dua arah</translation>
    </message>
    <message>
        <source>PEM file of the authority that signed the server&apos;s certificate; empty: no TLS</source>
        <translation>Berkas PEM otoritas penanda tangan sertifikat server; kosong: tanpa TLS</translation>
    </message>
    <message>
        <source>PEM file of the key of tls_cert</source>
        <translation>Berkas PEM kunci tls_cert</translation>
    </message>
    <message>
        <source>PEM file of the server&apos;s certificate (with its chain); empty: no TLS</source>
        <translation>Berkas PEM sertifikat server (dengan rantainya); kosong: tanpa TLS</translation>
    </message>
    <message>
        <source>PEM file of this station&apos;s certificate, where the server asks for one</source>
        <translation>Berkas PEM sertifikat stasiun ini, bila diminta server</translation>
    </message>
    <message>
        <source>Part number of the bad piece, which must be refused</source>
        <translation>Nomor part contoh salah, yang harus ditolak</translation>
    </message>
    <message>
        <source>Part number of the good piece</source>
        <translation>Nomor part contoh benar</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Orang</translation>
    </message>
    <message>
        <source>Port of a serial or USB-CDC scanner (/dev/ttyACM0, COM3); empty: none</source>
        <translation>Port pemindai serial atau USB-CDC (/dev/ttyACM0, COM3); kosong: tidak ada</translation>
    </message>
    <message>
        <source>Port to listen on; 0 picks a free one</source>
        <translation>Port tempat server mendengarkan; 0 memilih yang bebas</translation>
    </message>
    <message>
        <source>Print the slip of every submitted session without asking</source>
        <translation>Cetak slip setiap sesi terkirim tanpa bertanya</translation>
    </message>
    <message>
        <source>Ray cluster</source>
        <translation>Klaster Ray</translation>
    </message>
    <message>
        <source>Read bar and QR codes from the camera&apos;s picture as well</source>
        <translation>Baca juga barcode dan kode QR dari gambar kamera</translation>
    </message>
    <message>
        <source>Read the stamp on the lid as a second witness, where the reader is there</source>
        <translation>Baca cap pada tutup sebagai saksi kedua, bila pembacanya ada</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Tinjauan</translation>
    </message>
    <message>
        <source>SQL Server login, where the URL names none; empty: the Windows login</source>
        <translation>Login SQL Server, bila URL tidak menyebutnya; kosong: login Windows</translation>
    </message>
    <message>
        <source>SQLAlchemy URL, e.g. mssql+pyodbc://…; empty: an SQLite file in the data folder</source>
        <translation>URL SQLAlchemy, mis. mssql+pyodbc://…; kosong: berkas SQLite di folder data</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Pemindai</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Layar</translation>
    </message>
    <message>
        <source>Segments of a part number that tell parts apart; size and side are always among them</source>
        <translation>Segmen nomor part yang membedakan part; ukuran dan sisi selalu termasuk</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Share of frames that must name the class</source>
        <translation>Bagian gambar yang harus menyebut kelasnya</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Size of the slip; receipt: a roll 80 mm wide</source>
        <translation>Ukuran slip; receipt: gulungan selebar 80 mm</translation>
    </message>
    <message>
        <source>Size of the text, of the design&apos;s own</source>
        <translation>Ukuran teks, terhadap rancangan</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>Slip</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Suara</translation>
    </message>
    <message>
        <source>Sounds for counted, refused and trouble</source>
        <translation>Suara untuk dihitung, ditolak, dan gangguan</translation>
    </message>
    <message>
        <source>Start a video file or a folder again at its end</source>
        <translation>Ulangi berkas video atau folder setelah habis</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Stasiun</translation>
    </message>
    <message>
        <source>Stations with an older program begin no session; empty: any will do</source>
        <translation>Stasiun dengan program yang lebih lama tidak memulai sesi; kosong: versi apa pun boleh</translation>
    </message>
    <message>
        <source>Stations with an older program say that there is a newer one</source>
        <translation>Stasiun dengan program yang lebih lama memberi tahu bahwa ada yang lebih baru</translation>
    </message>
    <message>
        <source>Tell gRPC tools the contract; needs the server extra</source>
        <translation>Beri tahu alat gRPC kontraknya; memerlukan paket tambahan server</translation>
    </message>
    <message>
        <source>The key a scanner types after each code</source>
        <translation>Tombol yang diketik pemindai setelah setiap kode</translation>
    </message>
    <message>
        <source>The same for a look-up at the bench, which then goes on from memory</source>
        <translation>Sama, untuk pencarian di meja kerja, yang lalu lanjut dari ingatan</translation>
    </message>
    <message>
        <source>The server must be well for this long before going back</source>
        <translation>Server harus sehat selama ini sebelum dipakai lagi</translation>
    </message>
    <message>
        <source>Time limit of an answer and of each file of metadata</source>
        <translation>Batas waktu satu jawaban dan tiap berkas metadata</translation>
    </message>
    <message>
        <source>Time limit of each file of a model</source>
        <translation>Batas waktu tiap berkas model</translation>
    </message>
    <message>
        <source>Time limit of one request</source>
        <translation>Batas waktu satu permintaan</translation>
    </message>
    <message>
        <source>Time limit of one statement on SQL Server</source>
        <translation>Batas waktu satu perintah di SQL Server</translation>
    </message>
    <message>
        <source>Updates of the model</source>
        <translation>Pembaruan model</translation>
    </message>
    <message>
        <source>What the scanner types after each code; taken off</source>
        <translation>Yang diketik pemindai setelah setiap kode; dibuang</translation>
    </message>
    <message>
        <source>What the scanner types before each code; taken off</source>
        <translation>Yang diketik pemindai sebelum setiap kode; dibuang</translation>
    </message>
    <message>
        <source>When a model may be changed, as 02:00-04:00 on the wall&apos;s clock; empty: outside any session</source>
        <translation>Kapan model boleh diganti, seperti 02:00-04:00 menurut jam dinding; kosong: di luar sesi</translation>
    </message>
    <message>
        <source>When shifts begin, on the wall&apos;s clock</source>
        <translation>Kapan shift mulai, menurut jam dinding</translation>
    </message>
    <message>
        <source>Where new models come from: an http(s) address or a folder; empty: nowhere</source>
        <translation>Dari mana model baru datang: alamat http(s) atau folder; kosong: tidak ada</translation>
    </message>
    <message>
        <source>Where the station keeps its files; empty: the user&apos;s data folder</source>
        <translation>Tempat stasiun menyimpan berkas; kosong: folder data pengguna</translation>
    </message>
    <message>
        <source>While different parts are in view none is accepted</source>
        <translation>Selagi terlihat part yang berbeda, tidak ada yang diterima</translation>
    </message>
    <message>
        <source>Wider frames are scaled down to this before sending</source>
        <translation>Gambar yang lebih lebar diperkecil ke ukuran ini sebelum dikirim</translation>
    </message>
    <message>
        <source>Width asked of the camera</source>
        <translation>Lebar gambar yang diminta dari kamera</translation>
    </message>
    <message>
        <source>With less room nothing is scanned; below low_free_mb</source>
        <translation>Di bawah ruang ini pemindaian berhenti; lebih kecil dari low_free_mb</translation>
    </message>
    <message>
        <source>Without any act for this long the screen is locked</source>
        <translation>Tanpa tindakan selama ini layar dikunci</translation>
    </message>
    <message>
        <source>auto: the server, and the local model while it is away</source>
        <translation>auto: server, dan model lokal selagi server terputus</translation>
    </message>
    <message>
        <source>demo, usb:NAME (countersign cameras lists them), a camera number (0), a device path, an rtsp:// or http:// address, a video file, a folder of pictures, synthetic or synthetic:SEED</source>
        <translation>demo, usb:NAME (daftarnya: countersign cameras), nomor kamera (0), lokasi perangkat, alamat rtsp:// atau http://, berkas video, folder gambar, synthetic atau synthetic:SEED</translation>
    </message>
    <message>
        <source>host:port of the Ray cluster; empty: a new one on this machine alone</source>
        <translation>host:port klaster Ray; kosong: klaster baru di komputer ini saja</translation>
    </message>
    <message>
        <source>host:port of the inference server</source>
        <translation>host:port server inferensi</translation>
    </message>
    <message>
        <source>local: the model; ray: detectors on the nodes of a Ray cluster; simulated: a pretended GPU that sees the synthetic detection (benches)</source>
        <translation>local: model; ray: detektor pada node klaster Ray; simulated: GPU tiruan yang melihat deteksi sintetis (pengukuran)</translation>
    </message>
    <message>
        <source>pin: a badge and its PIN or password; none: a badge alone, which packs and no more</source>
        <translation>pin: kartu dengan PIN atau kata sandi; none: kartu saja, yang hanya boleh mengemas</translation>
    </message>
</context>
</TS>
